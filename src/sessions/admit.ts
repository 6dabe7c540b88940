import type { Context } from '../context.ts';
import { AppError, notFound } from '../core/app-error.ts';
import { type Caller, forbidden, may, mayKnowOf } from '../core/caller.ts';
import type { Access } from '../core/permissions.ts';
import { digest } from '../core/tokens.ts';
import { currentPermissions } from '../roles/current-permissions.ts';
import type { Database } from '../store/database.ts';
import { userExists } from '../users/user-exists.ts';
import { findToken, type TokenRow } from './queries.ts';

const header = /^(?:bearer|token) +([A-Za-z0-9]{40})$/i;

export interface Door {
  access: Access;
  authorization: string | undefined;
  /** The user in the request's path. */
  userId: () => number | undefined;
  /** The address that the request came from. */
  source: string;
}

/**
 * Decides whether a request may go on: who asks (RFC 6750 section 2.1; `token …` is the API's own form of
 * `Bearer …`), then whether they may.
 *
 * @returns Who asks; null where nobody need say.
 * @throws AppError `requires_authentication` for a token that is missing, malformed, unknown or expired;
 * `forbidden` naming the missing permission; `not_found` for a user who does not exist or whom the caller may
 * know nothing of, so that the two look the same.
 */
export async function admit(
  context: Context,
  { access, authorization, userId, source }: Door,
): Promise<Caller | null> {
  if (access === 'public') return null;
  const caller = await authenticate(context, authorization, source);
  if (!caller) throw new AppError('requires_authentication');
  if (access === 'token') return caller;
  const permission = typeof access === 'string' ? access : access.permission;
  if (may(caller, permission)) return caller;
  const target = userId();
  if (typeof access === 'object' && target === caller.userId) return caller;
  const told = target === undefined || target === caller.userId || mayKnowOf(caller);
  if (!told || (target !== undefined && !(await userExists(context.database, target)))) throw notFound();
  throw forbidden(permission);
}

/** @returns Who holds the token in an `Authorization` header; undefined when it holds none that is alive. */
export async function authenticate(
  context: Context,
  authorization: string | undefined,
  source: string,
): Promise<Caller | undefined> {
  const token = header.exec(authorization ?? '')?.[1];
  if (token === undefined) return undefined;
  const tokenDigest = digest(token);
  const row = await readToken(context.database, tokenDigest);
  if (!row || row.expires_at <= context.clock()) return undefined;
  return {
    userId: row.user_id,
    sudoUserId: row.sudo_user_id,
    apiKeyId: row.api_key_id,
    tokenDigest,
    permissions: await currentPermissions(context.database, row.user_id, row.access_version),
    source,
  };
}

const readIn = new WeakMap<object, Map<string, Promise<TokenRow | undefined>>>();

/** Programs send many requests at once with one token: it is read once in each state of the database. */
function readToken(database: Database, tokenDigest: Buffer): Promise<TokenRow | undefined> {
  const state = database.state();
  const known = readIn.get(state) ?? new Map<string, Promise<TokenRow | undefined>>();
  readIn.set(state, known);
  const name = tokenDigest.toString('latin1');
  const row = known.get(name) ?? database.get<TokenRow>(findToken(tokenDigest));
  known.set(name, row);
  return row;
}
