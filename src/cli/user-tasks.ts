import { isIPv6 } from 'node:net';
import type { Config } from '../config.ts';
import type { Context } from '../context.ts';
import { canonical } from '../core/canonical.ts';
import { operator } from '../core/operator.ts';
import { StartError } from '../core/start-error.ts';
import { createEmailCredential } from '../email-credentials/create-email-credential.ts';
import { findEmailCredential } from '../email-credentials/find-email-credential.ts';
import { createLink, linkUrl } from '../password-links/create-link.ts';
import { readEveryRole } from '../roles/read-role.ts';
import { setUserRoles } from '../roles/set-user-roles.ts';
import type { Reader } from '../store/database.ts';
import { within } from '../store/within.ts';
import { removeCredential } from '../two-factor/remove-credential.ts';
import { createUser } from '../users/create-user.ts';
import { updateUser } from '../users/update-user.ts';
import { findUser } from './find-user.ts';
import { orNotFound } from './refusal.ts';

interface At {
  context: Context;
}

/** Who is meant: an id or an e-mail address. */
export interface Whom {
  user: string;
}

export interface NewPerson {
  email?: string;
  firstName?: string;
  lastName?: string;
  /** Names of roles. */
  roles?: string[];
}

export interface Added {
  user_id: string;
  /** With which they choose a password, within the hour. null: they have no e-mail address. */
  password_link: string | null;
}

export interface PasswordLink {
  user_id: string;
  password_link: string;
}

/** Makes a user with all that was given, or with nothing of it. */
export async function addUser({ context }: At, person: NewPerson): Promise<Added> {
  const { database } = context;
  return database.transaction(async (tx) => {
    const together = { ...context, database: within(database, tx) };
    const { email, firstName, lastName, roles = [] } = person;
    const names = {
      ...(firstName !== undefined && { first_name: firstName }),
      ...(lastName !== undefined && { last_name: lastName }),
    };
    const userId = await createUser(together, operator, names);
    if (roles.length) await setUserRoles(together, operator, userId, await roleIds(tx, roles));
    if (email === undefined) return { user_id: String(userId), password_link: null };
    await createEmailCredential(together, operator, userId, { email });
    return { user_id: String(userId), password_link: await newLink(together, userId) };
  });
}

/** Makes a link with which somebody chooses a password, within the hour. The one before is no longer good. */
export async function makePasswordLink({ context }: At, { user }: Whom): Promise<PasswordLink> {
  const userId = await findUser(context.database, user);
  return orNotFound(`User ${userId} has no e-mail address to sign in with.`, async () => ({
    user_id: String(userId),
    password_link: await newLink(context, userId),
  }));
}

async function newLink(context: Context, userId: number): Promise<string> {
  const { config, database } = context;
  const { password_hash } = await findEmailCredential(database, userId);
  const token = await createLink(context, operator, userId, { expires: true });
  return linkUrl(config.publicUrl ?? ownOrigin(config), token, password_hash === null);
}

/** Where this machine reaches its own server. */
function ownOrigin({ host, port, tls }: Config): string {
  // A server that listens on all addresses has none of its own to tell.
  const reached = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `${tls ? 'https' : 'http'}://${isIPv6(reached) ? `[${reached}]` : reached}:${port}`;
}

async function roleIds(reader: Reader, names: readonly string[]): Promise<number[]> {
  const roles = await readEveryRole(reader);
  return names.map((name) => {
    const role = roles.find((one) => canonical(one.name) === canonical(name));
    if (role) return role.id;
    throw new StartError(`There is no role ${name}. There are: ${roles.map((one) => one.name).join(', ')}.`);
  });
}

/** Ends all that they are signed in with, too. */
export async function disableUser({ context }: At, { user }: Whom): Promise<{ user_id: string }> {
  const userId = await findUser(context.database, user);
  await updateUser(context, operator, userId, { is_disabled: true });
  return { user_id: String(userId) };
}

/** What they were signed in with stays ended. */
export async function enableUser({ context }: At, { user }: Whom): Promise<{ user_id: string }> {
  const userId = await findUser(context.database, user);
  await updateUser(context, operator, userId, { is_disabled: false });
  return { user_id: String(userId) };
}

/** Takes away the second factor with its recovery codes: they enrol anew. */
export async function resetTwoFactor({ context }: At, { user }: Whom): Promise<{ user_id: string }> {
  const userId = await findUser(context.database, user);
  await orNotFound(`User ${userId} has no second factor.`, () => removeCredential(context, operator, userId));
  return { user_id: String(userId) };
}
