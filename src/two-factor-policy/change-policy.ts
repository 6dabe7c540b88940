import { nameIds } from '../audit/name-ids.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { invalidField } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { addGroups, addRoles, clearGroups, clearRoles, setPolicy } from './queries.ts';
import { type Policy, readPolicy } from './read-policy.ts';

/** What a client can set. What is absent stays as it is. */
export type PolicyChanges = Partial<Policy>;

/**
 * Changes who must have a second factor. It counts from the next sign-in on; who is signed in stays so.
 *
 * @throws AppError `validation_failed` for an unknown group or role, or for some without any.
 */
export async function changePolicy(
  { database, clock }: Context,
  caller: Caller,
  changes: PolicyChanges,
): Promise<Policy> {
  return database.transaction(async (tx) => {
    const policy = withChanges(await readPolicy(tx), changes);
    const { requiredOf, groupIds, roleIds, graceEndsAtMs } = policy;
    await tx.run(setPolicy({ required_of: requiredOf, grace_ends_at: graceEndsAtMs }));
    await tx.run(clearGroups());
    await tx.run(clearRoles());
    if (groupIds.length && (await tx.run(addGroups(groupIds))) !== groupIds.length) {
      throw invalidField('group_ids', 'There is no group with one of these ids.');
    }
    if (roleIds.length && (await tx.run(addRoles(roleIds))) !== roleIds.length) {
      throw invalidField('role_ids', 'There is no role with one of these ids.');
    }
    await recordEvent(tx, clock(), {
      action: 'update_two_factor_policy',
      actor: caller,
      detail: describe(policy),
    });
    return policy;
  });
}

/**
 * What a policy will be.
 *
 * @throws AppError `validation_failed` when it would be required of some, and of whom is not said.
 */
export function withChanges(before: Policy, changes: PolicyChanges): Policy {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const policy: Policy = { ...before, ...given };
  policy.groupIds = [...new Set(policy.groupIds)];
  policy.roleIds = [...new Set(policy.roleIds)];
  if (policy.requiredOf === 'some' && policy.groupIds.length + policy.roleIds.length === 0) {
    throw invalidField('required_of', "'some' needs at least one of 'group_ids' and 'role_ids'.");
  }
  return policy;
}

function describe({ requiredOf, groupIds, roleIds, graceEndsAtMs }: Policy): string {
  const of =
    requiredOf === 'some' ? `${nameIds('groups', groupIds)}, ${nameIds('roles', roleIds)}` : requiredOf;
  return graceEndsAtMs === null ? of : `${of}, from ${new Date(graceEndsAtMs).toISOString()}`;
}
