import { invalidField } from '../core/app-error.ts';
import { tryParseId } from '../http/id.ts';
import { type Operation, operation } from '../http/operation.ts';
import { fieldsQuery, ref } from '../http/schema.ts';
import { timestampOrNull } from '../http/timestamp.ts';
import { Type } from '../http/type.ts';
import { changePolicy, type PolicyChanges, withChanges } from './change-policy.ts';
import { dryRun } from './dry-run.ts';
import { type Policy, type RequiredOf, readPolicy } from './read-policy.ts';

interface PolicyBody {
  required_of?: RequiredOf;
  group_ids?: string[];
  role_ids?: string[];
  grace_ends_at?: string | null;
}

const body = Type.Unsafe<PolicyBody>(ref('TwoFactorPolicy'));
const query = Type.Object(fieldsQuery);

const present = ({ requiredOf, groupIds, roleIds, graceEndsAtMs }: Policy) => ({
  can: { show: true, update: true },
  required_of: requiredOf,
  group_ids: groupIds.map(String),
  role_ids: roleIds.map(String),
  grace_ends_at: timestampOrNull(graceEndsAtMs),
});

const ISO_8601 = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

/** @throws AppError `validation_failed` for what can be no id, or no time. */
function changesIn({ required_of, group_ids, role_ids, grace_ends_at }: PolicyBody): PolicyChanges {
  const idsIn = (field: string, given: string[] | undefined) =>
    given?.map((text) => {
      const id = tryParseId(text);
      if (id === undefined) throw invalidField(field, `'${text.slice(0, 20)}' is not an id.`);
      return id;
    });
  return {
    ...(required_of !== undefined && { requiredOf: required_of }),
    ...(group_ids && { groupIds: idsIn('group_ids', group_ids) ?? [] }),
    ...(role_ids && { roleIds: idsIn('role_ids', role_ids) ?? [] }),
    ...(grace_ends_at !== undefined && {
      graceEndsAtMs: grace_ends_at === null ? null : momentOf(grace_ends_at),
    }),
  };
}

function momentOf(text: string): number {
  const ms = ISO_8601.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) {
    throw invalidField('grace_ends_at', "'grace_ends_at' must be a time such as 2026-12-01T00:00:00Z.");
  }
  return ms;
}

export const twoFactorPolicyOperations: Operation[] = [
  operation({
    id: 'two_factor_policy',
    method: 'GET',
    path: '/two_factor_policy',
    tag: 'TwoFactor',
    summary: 'Get who must have a second factor',
    access: 'manage_policy',
    query,
    answer: ref('TwoFactorPolicy'),
    answerDescription: 'The policy',
    statuses: [403],
    handle: async (_, { database }) => present(await readPolicy(database)),
  }),
  operation({
    id: 'update_two_factor_policy',
    method: 'PATCH',
    path: '/two_factor_policy',
    tag: 'TwoFactor',
    summary: 'Change who must have a second factor',
    description:
      'Counts for people who sign in on the pages, from their next sign-in on: whoever has no second factor sets one up before anything else opens. API keys and tokens are not asked for one.',
    access: 'manage_policy',
    query,
    body,
    bodyRequired: true,
    answer: ref('TwoFactorPolicy'),
    answerDescription: 'The policy',
    statuses: [403, 422, 429],
    handle: async ({ caller, body }, context) =>
      present(await changePolicy(context, caller, changesIn(body))),
  }),
  operation({
    id: 'dry_run_two_factor_policy',
    method: 'POST',
    path: '/two_factor_policy/dry_run',
    tag: 'TwoFactor',
    summary: 'Find out whom a policy would affect',
    description: 'Takes what a change would take, and changes nothing.',
    access: 'manage_policy',
    query,
    body,
    bodyRequired: true,
    answer: ref('TwoFactorPolicyDryRun'),
    answerDescription: 'How many, and who',
    statuses: [403, 422, 429],
    async handle({ body }, { database }) {
      const policy = withChanges(await readPolicy(database), changesIn(body));
      const { required, affected, userIds } = await dryRun(database, policy);
      return {
        required_count: required,
        affected_count: affected,
        affected_user_ids: userIds.map(String),
      };
    },
  }),
];
