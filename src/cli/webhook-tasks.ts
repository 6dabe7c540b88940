import type { Context } from '../context.ts';
import { notFound } from '../core/app-error.ts';
import { operator } from '../core/operator.ts';
import { createWebhook } from '../webhooks/create-webhook.ts';
import { deleteWebhook } from '../webhooks/delete-webhook.ts';
import { type EventRange, replay } from '../webhooks/replay.ts';
import { updateWebhook } from '../webhooks/update-webhook.ts';
import { orNotFound } from './refusal.ts';

interface At {
  context: Context;
}

/** Which webhook is meant, as its operator wrote it. */
export interface Which {
  id: string;
}

/** The secret is in the result and nowhere else. */
export async function addWebhook(
  { context }: At,
  { url, actions }: { url: string; actions: string[] | null },
): Promise<{ id: string; secret: string }> {
  const { id, secret } = await createWebhook(context, operator, { url, actions });
  return { id: String(id), secret };
}

export async function removeWebhook({ context }: At, { id }: Which): Promise<Which> {
  await orNone(id, (number) => deleteWebhook(context, operator, number));
  return { id };
}

/** @param asked.disabled Whether nothing is to be sent. */
export async function switchWebhook(
  { context }: At,
  { id, disabled: isDisabled }: Which & { disabled: boolean },
): Promise<Which> {
  await orNone(id, (number) => updateWebhook(context, operator, number, { isDisabled }));
  return { id };
}

export async function replayWebhook(
  { context }: At,
  { id, range }: Which & { range: EventRange | null },
): Promise<{ id: string; count: number }> {
  return { id, count: await orNone(id, (number) => replay(context, operator, number, range ?? undefined)) };
}

/** @throws StartError when there is no such webhook. */
export const orNone = <Result>(id: string, work: (id: number) => Promise<Result>): Promise<Result> =>
  orNotFound(`There is no webhook ${id}.`, async () => {
    if (!/^[1-9]\d{0,14}$/.test(id)) throw notFound();
    return work(Number(id));
  });
