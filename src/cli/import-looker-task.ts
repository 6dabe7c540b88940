import type { Context } from '../context.ts';
import { canonical } from '../core/canonical.ts';
import { operator } from '../core/operator.ts';
import { createEmailCredential } from '../email-credentials/create-email-credential.ts';
import type { LookerUser } from '../import-formats/looker.ts';
import { readEveryRole } from '../roles/read-role.ts';
import { setUserRoles } from '../roles/set-user-roles.ts';
import type { Transaction } from '../store/database.ts';
import { within } from '../store/within.ts';
import { createUser } from '../users/create-user.ts';
import type { Report } from './import-report.ts';
import { findByEmail } from './import-task.ts';
import { onTrial } from './on-trial.ts';
import { whyRefused } from './refusal.ts';

interface Input {
  users: LookerUser[];
  dryRun: boolean;
  withRoles: boolean;
}

/** Makes users, each with all that belongs to them or not at all. On trial, every one is undone. */
export async function importLookerUsers(
  { context }: { context: Context },
  { users, dryRun, withRoles }: Input,
): Promise<{ reports: Report[] }> {
  return { reports: await Promise.all(users.map((user) => importUser(context, user, dryRun, withRoles))) };
}

async function importUser(
  context: Context,
  user: LookerUser,
  dryRun: boolean,
  withRoles: boolean,
): Promise<Report> {
  const { id, email } = user;
  const who = { at: `user ${id}`, ...(email !== undefined && { account: email }) };
  if (email === undefined) return { ...who, outcome: 'invalid', why: 'the user has no e-mail address' };
  try {
    const done = await onTrial(context.database, dryRun, (tx) =>
      makeUser(tx, context, user, email, withRoles),
    );
    return { ...who, ...done };
  } catch (error) {
    return { ...who, outcome: 'refused', why: whyRefused(error) };
  }
}

async function makeUser(
  tx: Transaction,
  context: Context,
  user: LookerUser,
  email: string,
  withRoles: boolean,
): Promise<Pick<Report, 'outcome' | 'why'>> {
  if ((await findByEmail(tx, email)) !== undefined) return { outcome: 'unchanged' };
  const together = { ...context, database: within(context.database, tx) };
  const userId = await createUser(together, operator, {
    ...(user.firstName !== undefined && { first_name: user.firstName }),
    ...(user.lastName !== undefined && { last_name: user.lastName }),
    ...(user.isDisabled && { is_disabled: true }),
  });
  await createEmailCredential(together, operator, userId, { email });
  if (!withRoles || user.roles.length === 0) return { outcome: 'imported' };
  const here = new Map((await readEveryRole(tx)).map(({ id, name }) => [canonical(name), id]));
  const known = user.roles.flatMap((name) => here.get(canonical(name)) ?? []);
  if (known.length > 0) await setUserRoles(together, operator, userId, known);
  const missing = user.roles.filter((name) => !here.has(canonical(name)));
  return {
    outcome: 'imported',
    ...(missing.length > 0 && { why: `no role here is called ${missing.join(', ')}` }),
  };
}
