import type { FastifyInstance } from 'fastify';
import { administrationSection } from '../administration/door.ts';
import type { Context } from '../context.ts';
import { AppError } from '../core/app-error.ts';
import { may } from '../core/caller.ts';
import { firstGroups } from '../groups/first-groups.ts';
import { tryParseId } from '../http/id.ts';
import { readEveryRole } from '../roles/read-role.ts';
import type { Door } from '../sign-in/door.ts';
import type { PageVisit } from '../sign-in/signed-in.ts';
import { nameUsers } from '../users/name-users.ts';
import { changePolicy, withChanges } from './change-policy.ts';
import { type DryRun, dryRun } from './dry-run.ts';
import { dryRunPage } from './dry-run-page.ts';
import { type Choice, type PolicyProblem, policyPage } from './policy-page.ts';
import { type Policy, readPolicy } from './read-policy.ts';

/** So many groups can be chosen from on the page. */
const GROUPS = 500;

const DAY = /^\d{4}-\d\d-\d\d$/;

/** Who must have a second factor: the policy, a dry run of another one, and its being switched on. */
export function servePolicyPages(app: FastifyInstance, context: Context, door: Door): void {
  const { database } = context;
  const section = administrationSection(app, { context, door }, '/admin/policy');

  async function choicesFor({ caller }: PageVisit): Promise<{ groups: Choice[]; roles: Choice[] }> {
    return {
      groups: await firstGroups(database, caller, GROUPS),
      roles: await readEveryRole(database),
    };
  }

  section.page('/admin/policy', async (visit) => {
    const choices = await choicesFor(visit);
    const policy = await readPolicy(database);
    const nowMs = context.clock();
    const { place, request } = visit;
    const model = { ...choices, policy, inForce: policy, nowMs, place, query: request.query };
    return visit.show((messages, locale) => policyPage({ ...model, locale }, messages));
  });

  section.change<{
    policy: Policy;
    problem: PolicyProblem | undefined;
    inForce: Policy;
    choices: Awaited<ReturnType<typeof choicesFor>>;
    /** What it would do, where somebody asks. */
    outcome: DryRun | undefined;
    /** Whom; undefined: not for this caller. */
    names: Map<number, string> | undefined;
  }>({
    path: '/admin/policy/change',
    permission: 'manage_policy',
    async find(visit) {
      const inForce = await readPolicy(database);
      const { policy, problem } = policyAsked(visit.request.query as Record<string, unknown>, inForce);
      const choices = await choicesFor(visit);
      const outcome = problem || visit.request.method === 'POST' ? undefined : await dryRun(database, policy);
      const names = may(visit.caller, 'see_users')
        ? await nameUsers(database, outcome?.userIds ?? [])
        : undefined;
      return { policy, problem, inForce, choices, outcome, names };
    },
    ask({ subject, visit, locale, problem: refusal }, messages) {
      const { policy, problem, inForce, choices, outcome, names } = subject;
      const { place, request } = visit;
      const nowMs = context.clock();
      const model = { ...choices, policy, inForce, nowMs, place, locale };
      if (problem || refusal || !outcome) return policyPage({ ...model, problem, refusal }, messages);
      return dryRunPage({ ...model, outcome, names, url: request.url }, messages);
    },
    async act({ policy, problem }, { caller }) {
      if (problem) return ({ policy: words }) => words.problems[problem];
      await changePolicy(context, caller, policy);
      return undefined;
    },
    after: () => '/admin/policy',
  });
}

/** The policy that the fields of a form describe, and what is wrong with it. */
function policyAsked(
  query: Record<string, unknown>,
  before: Policy,
): { policy: Policy; problem: PolicyProblem | undefined } {
  const ids = (name: string) =>
    [query[name] ?? []]
      .flat()
      .map((text) => tryParseId(String(text)))
      .filter((id) => id !== undefined);
  const { required_of: requiredOf, from } = query;
  const day = typeof from === 'string' ? from : '';
  const fromMs = day === '' ? null : DAY.test(day) ? Date.parse(day) : Number.NaN;
  const policy: Policy = {
    requiredOf: requiredOf === 'everybody' || requiredOf === 'some' ? requiredOf : 'nobody',
    groupIds: ids('group'),
    roleIds: ids('role'),
    graceEndsAtMs: Number.isNaN(fromMs) ? before.graceEndsAtMs : fromMs,
  };
  if (Number.isNaN(fromMs)) return { policy, problem: 'noDay' };
  try {
    return { policy: withChanges(before, policy), problem: undefined };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { policy, problem: 'ofWhom' };
  }
}
