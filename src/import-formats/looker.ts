import type { Secret } from '../core/secret.ts';
import { StartError } from '../core/start-error.ts';
import { type JsonObject, objectsIn, textIn } from './json.ts';

export interface LookerKey {
  clientId: string;
  clientSecret: Secret;
}

/** A user as the other server has them. */
export interface LookerUser {
  id: string;
  firstName: string | undefined;
  lastName: string | undefined;
  email: string | undefined;
  isDisabled: boolean;
  /** Names of their own roles, without those that groups give. */
  roles: string[];
}

/** Users that are asked for at once. They fit into one request to the running server. */
const PAGE = 50;

/** In milliseconds, of one answer. */
const PATIENCE = 30_000;

const FIELDS = 'id,first_name,last_name,email,is_disabled,role_ids,presumed_looker_employee';

/**
 * Users of a server with the Looker API 4.0 (login, all_users, all_roles): a Looker, or another Countersign. The secret
 * of a second factor cannot be read by it, so people enrol anew.
 *
 * @param origin As in `https://looker.example.com:19999`.
 * @throws StartError when the server does not answer as it should.
 */
export async function* lookerUsers(
  origin: string,
  key: LookerKey,
  signal: AbortSignal,
): AsyncGenerator<LookerUser[]> {
  const api = `${requireOrigin(origin)}/api/4.0`;
  const token = await logIn(api, key, signal);
  const get = (path: string) => ask(api, path, { headers: { authorization: `Bearer ${token}` } }, signal);
  const roles = objectsIn(await get('/roles?fields=id,name'));
  const nameOf = new Map(roles.map(({ id, name }) => [String(id), String(name)]));
  for (let offset = 0; ; offset += PAGE) {
    const page = objectsIn(await get(`/users?fields=${FIELDS}&sorts=id&limit=${PAGE}&offset=${offset}`));
    yield page
      .filter(({ presumed_looker_employee }) => presumed_looker_employee !== true)
      .map((user) => userIn(user, nameOf));
    if (page.length < PAGE) break;
  }
  await ask(api, '/logout', { method: 'DELETE', headers: { authorization: `Bearer ${token}` } }, signal);
}

const userIn = (user: JsonObject, nameOf: ReadonlyMap<string, string>): LookerUser => ({
  id: String(user.id),
  firstName: textIn(user, 'first_name'),
  lastName: textIn(user, 'last_name'),
  email: textIn(user, 'email'),
  isDisabled: user.is_disabled === true,
  roles: (Array.isArray(user.role_ids) ? user.role_ids : []).flatMap((id) => nameOf.get(String(id)) ?? []),
});

/** A secret is about to be sent there. */
function requireOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isNear = url && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url?.protocol !== 'https:' && !(url?.protocol === 'http:' && isNear)) {
    throw new StartError('The address must be like https://looker.example.com:19999.');
  }
  return url.origin;
}

async function logIn(
  api: string,
  { clientId, clientSecret }: LookerKey,
  signal: AbortSignal,
): Promise<string> {
  const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret.reveal() });
  const [answer] = objectsIn(await ask(api, '/login', { method: 'POST', body }, signal));
  const token = answer && textIn(answer, 'access_token');
  if (!token) throw new StartError(`${api}/login gave no token.`);
  return token;
}

async function ask(api: string, path: string, request: RequestInit, signal: AbortSignal): Promise<unknown> {
  const [place] = `${api}${path}`.split('?');
  const limit = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]);
  try {
    const answer = await fetch(`${api}${path}`, { ...request, redirect: 'error', signal: limit });
    if (!answer.ok) throw new StartError(`${place} answered ${answer.status}.`);
    return answer.status === 204 ? undefined : await answer.json();
  } catch (error) {
    if (error instanceof StartError || signal.aborted) throw error;
    throw new StartError(`${place} cannot be reached, or is no Looker API 4.0.`);
  }
}
