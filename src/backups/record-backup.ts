import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { operator } from '../core/operator.ts';
import { insertBackup, type Kept, setProved } from './queries.ts';

/** A file that was written. */
export interface Taken {
  sha256: string;
  bytes: number;
  /** When the state it has was the current one, in milliseconds UTC. */
  takenAtMs: number;
}

/**
 * Remembers that a backup was taken.
 *
 * @param kept Where the server itself put it; undefined: an operator took it.
 */
export async function recordBackup({ database, clock }: Context, taken: Taken, kept?: Kept): Promise<object> {
  await database.transaction(async (tx) => {
    await tx.run(insertBackup({ ...taken, taken_at: taken.takenAtMs }, kept));
    await recordEvent(tx, clock(), {
      action: 'back_up',
      actor: kept ? null : operator,
      detail: `${taken.bytes} bytes, ${taken.sha256}`,
    });
  });
  return {};
}

/** Remembers that a backup was restored on trial, and all of it was right. */
export async function recordProof(
  { database, clock }: Context,
  taken: Taken,
): Promise<{ proved_at: number }> {
  const nowMs = clock();
  await database.transaction(async (tx) => {
    // One that was taken after the state that this database was once put back to is not known here.
    await tx.run(insertBackup({ ...taken, taken_at: taken.takenAtMs }));
    await tx.run(setProved(taken.sha256, nowMs));
    await recordEvent(tx, nowMs, { action: 'prove_backup', actor: operator, detail: taken.sha256 });
  });
  return { proved_at: nowMs };
}
