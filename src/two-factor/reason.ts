/**
 * Why somebody's second factor was taken away or switched off. The audit log is kept for good and is read by machines,
 * so it takes one of these words and no sentence: a sentence would name people, and could be made to look like anything
 * else that a record says.
 */
export const reasons = ['lost_device', 'new_device', 'compromised', 'leaving', 'other'] as const;
export type Reason = (typeof reasons)[number];

export const reasonOf = (given: string): Reason | undefined => reasons.find((reason) => reason === given);

/** What a record says of it. */
export const reasonGiven = (reason: Reason | undefined): { detail?: string } =>
  reason === undefined ? {} : { detail: `reason ${reason}` };
