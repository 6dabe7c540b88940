/** How often something came of sending an event to a webhook. */
export interface Delivery {
  webhookId: number;
  result: 'delivered' | 'failed' | 'given_up';
  count: number;
}

/** Counts one more. */
export function countResult(deliveries: Delivery[], webhookId: number, result: Delivery['result']): void {
  const known = deliveries.find((one) => one.webhookId === webhookId && one.result === result);
  if (known) known.count++;
  else deliveries.push({ webhookId, result, count: 1 });
}
