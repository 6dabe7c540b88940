import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import type { Progress, Resealing } from './resealing.ts';

export interface Rotated extends Progress {
  /** The key that seals from now on. */
  key_id: string;
  /** Whether everything was sealed anew that opens. */
  finished: boolean;
}

/** How often it is told how far it is, in milliseconds. */
const TELL_EVERY_MS = 500;

/**
 * Makes a new key, seals everything anew with it and drops the keys before it, while others go on working.
 *
 * @param tell Is called now and then while it goes on.
 */
export async function rotateKey(
  { database, clock, keys }: Context,
  resealing: Resealing,
  tell: (progress: Progress) => void,
): Promise<Rotated> {
  const key = await database.transaction(async (tx) => {
    const nowMs = clock();
    const made = await keys.add(tx, nowMs);
    await recordEvent(tx, nowMs, {
      action: 'rotate_key',
      actor: null,
      source: 'operator',
      detail: `key ${made.id}`,
    });
    return made;
  });
  const timer = setInterval(() => tell(resealing.progress), TELL_EVERY_MS);
  try {
    const finished = await resealing.run();
    return { key_id: key.id, finished, ...resealing.progress };
  } finally {
    clearInterval(timer);
  }
}
