import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { invalidField, notFound } from '../core/app-error.ts';
import { type Caller, requirePermission } from '../core/caller.ts';
import { hasAdministrator } from '../roles/require-administrator.ts';
import { requireRank } from '../roles/require-rank.ts';
import { signOutEverywhere } from '../sessions/sign-out-everywhere.ts';
import { findUser, updateUser as setColumns, type UserRow } from './queries.ts';
import { columnsOf, type UserChanges } from './user-changes.ts';

/**
 * Changes what is given of a user and leaves the rest. Disabling ends everything the user is signed in with.
 *
 * @throws AppError `not_found`; `forbidden`; `validation_failed` for disabling oneself or the last administrator.
 */
export async function updateUser(
  { database, clock }: Context,
  caller: Caller,
  userId: number,
  changes: UserChanges,
): Promise<void> {
  const nowMs = clock();
  await database.transaction(async (tx) => {
    const user = await tx.get<UserRow>(findUser(userId));
    if (!user) throw notFound();
    const columns = columnsOf(changes, nowMs);
    const wasDisabled = user.disabled_at !== null;
    if (changes.is_disabled === wasDisabled) delete columns.disabled_at;
    if (columns.disabled_at !== undefined) {
      if (userId === caller.userId) throw invalidField('is_disabled', 'You cannot disable yourself.');
      requirePermission(caller, 'manage_users');
    }
    if (Object.keys(columns).length === 0) return;
    if (userId !== caller.userId) await requireRank(tx, caller, userId);
    await tx.run(setColumns(userId, columns));
    if (columns.disabled_at && !(await hasAdministrator(tx))) {
      throw invalidField('is_disabled', 'The last administrator cannot be disabled.');
    }
    if (columns.disabled_at) await signOutEverywhere(tx, userId);
    const action =
      columns.disabled_at === undefined
        ? 'update_user'
        : columns.disabled_at
          ? 'disable_user'
          : 'enable_user';
    // Which, and not what they are now: a record outlives the right to be forgotten.
    const changed = Object.keys(columns).filter((name) => !name.endsWith('_key'));
    await recordEvent(tx, nowMs, { action, actor: caller, targetUserId: userId, detail: changed.join(', ') });
  });
}
