import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import type { Caller } from '../core/caller.ts';
import type { Transaction } from '../store/database.ts';
import { insertUser, updateUser } from './queries.ts';
import { columnsOf, type UserChanges } from './user-changes.ts';

/** Makes a user, empty where nothing is said. They have no credential yet. */
export async function createUser(
  { database, clock }: Context,
  caller: Caller,
  given: UserChanges,
): Promise<number> {
  const nowMs = clock();
  return database.transaction(async (tx) => {
    const id = await addUser(tx, nowMs);
    const columns = columnsOf(given, nowMs);
    if (Object.keys(columns).length) await tx.run(updateUser(id, columns));
    await recordEvent(tx, nowMs, { action: 'create_user', actor: caller, targetUserId: id });
    return id;
  });
}

/** The row alone, of a user of whom nothing is known yet. */
export async function addUser(tx: Transaction, nowMs: number): Promise<number> {
  const { id } = (await tx.get<{ id: number }>(insertUser(nowMs))) as { id: number };
  return id;
}
