import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { invalidField } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { addUser } from '../users/create-user.ts';
import { insertEmbedCredential } from './queries.ts';

/**
 * Makes a user who is known by an id of another application.
 *
 * @param externalUserId Compared exactly.
 * @returns The id of the user.
 * @throws AppError `validation_failed` for an id that is empty or another user's.
 */
export async function createEmbedUser(
  { database, clock }: Context,
  caller: Caller,
  externalUserId: string,
): Promise<number> {
  const field = 'external_user_id';
  if (externalUserId.trim() === '') throw invalidField(field, `'${field}' must not be empty.`);
  const nowMs = clock();
  return database.transaction(async (tx) => {
    const id = await addUser(tx, nowMs);
    if (!(await tx.run(insertEmbedCredential(id, externalUserId, nowMs)))) {
      throw invalidField(field, `'${field}' is the id of another user.`, 'already_exists');
    }
    await recordEvent(tx, nowMs, { action: 'create_user', actor: caller, targetUserId: id });
    return id;
  });
}
