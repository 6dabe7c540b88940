import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { AppError, invalidField } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import type { Reader } from '../store/database.ts';
import { giveRole, selectDirectHolders, selectUserIds, takeRole } from './queries.ts';
import { readRole } from './read-role.ts';
import { requireAdministrator } from './require-administrator.ts';
import { requirePermissions } from './require-rank.ts';
import { requireRankOver } from './require-rank-over.ts';

/** So many users at a time, however many there are. */
const BATCH = 1_000;

/**
 * Gives a role to exactly these users. What groups give stays.
 *
 * @throws AppError `not_found`; `not_modifiable` for a built-in role; `validation_failed` for an unknown
 * user; `forbidden` for a role, or a user gaining or losing it, that may do what the caller may not, or when
 * nobody would be left who may do everything.
 */
export async function setRoleUsers(
  { database, clock }: Context,
  caller: Caller,
  roleId: number,
  userIds: readonly number[],
): Promise<void> {
  const nowMs = clock();
  const wanted = new Set(userIds);
  await database.transaction(async (tx) => {
    const given = new Set(wanted);
    const role = await readRole(tx, roleId);
    if (role.built_in) {
      throw new AppError(
        'not_modifiable',
        `The role '${role.name}' is built in: give it to each user (set_user_roles) or to a group.`,
      );
    }
    requirePermissions(caller, role.permissions);
    await requireUsers(tx, [...wanted]);

    const record = (action: 'give_role' | 'take_role', targetUserId: number) =>
      recordEvent(tx, nowMs, { action, actor: caller, targetUserId, detail: `role ${roleId}` });
    let last = 0;
    for (;;) {
      const rows = await tx.all<{ user_id: number }>(selectDirectHolders(roleId, last, BATCH));
      const holders = rows.map((row) => row.user_id);
      last = holders.at(-1) ?? last;
      const taken = holders.filter((userId) => !given.delete(userId));
      await requireRankOver(tx, caller, taken);
      for (const userId of taken) {
        await tx.run(takeRole(userId, roleId));
        await record('take_role', userId);
      }
      if (holders.length < BATCH) break;
    }
    for (const userIdsGiven of inBatches([...given])) {
      await requireRankOver(tx, caller, userIdsGiven);
      for (const userId of userIdsGiven) {
        await tx.run(giveRole(userId, roleId));
        await record('give_role', userId);
      }
    }
    await requireAdministrator(tx);
  });
}

/** @throws AppError `validation_failed` naming a user who does not exist. */
async function requireUsers(reader: Reader, userIds: readonly number[]): Promise<void> {
  for (const some of inBatches(userIds)) {
    const known = new Set((await reader.all<{ id: number }>(selectUserIds(some))).map(({ id }) => id));
    const unknown = some.find((userId) => !known.has(userId));
    if (unknown !== undefined) throw invalidField('body', `There is no user ${unknown}.`);
  }
}

function* inBatches(ids: readonly number[]): Generator<number[]> {
  for (let from = 0; from < ids.length; from += BATCH) yield ids.slice(from, from + BATCH);
}
