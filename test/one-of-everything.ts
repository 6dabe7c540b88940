import { decodeBase32 } from '../src/core/base32.ts';
import { hotp, timeStep } from '../src/core/otp.ts';
import { countFailure } from '../src/lockouts/lockout.ts';
import { loginAttempt } from '../src/lockouts/login-attempt.ts';
import { startSession } from '../src/web-sessions/start-session.ts';
import type { TestServer } from './harness.ts';

/** Ids of what `oneOfEverything` made. */
export type Everything = Awaited<ReturnType<typeof oneOfEverything>>;

/** A hidden value, which no answer may show. */
export const HIDDEN_VALUE = 'canary-hidden-value';

/** Fills an empty server with one of each thing that the API knows, all of it about one user. */
export async function oneOfEverything(server: TestServer) {
  const { admin, context, clock } = server;
  const make = async (path: string, body?: unknown): Promise<string> => {
    const answer = await admin.post(path, body);
    if (answer.status !== 200)
      throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body.id;
  };
  const user = await make('/users', { first_name: 'Ada', last_name: 'Lovelace' });
  const of = `/users/${user}`;
  await make(`${of}/credentials_email`, { email: 'ada@example.com' });
  await make(`${of}/credentials_totp`);
  const { secret } = (await admin.post(`${of}/credentials_totp/enrollment`)).body;
  const code = hotp(decodeBase32(secret), timeStep(clock.nowMs, 30), 'SHA1', 6);
  await make(`${of}/credentials_totp/verify`, { code });
  await make(`${of}/recovery_codes`);
  const apiKey = await make(`${of}/credentials_api3`);
  const embedUser = await make('/users/embed_user', { external_user_id: 'customer-7' });
  const embed: string = (await admin.get(`/users/${embedUser}/credentials_embed`)).body[0].id;

  const permissionSet = await make('/permission_sets', { name: 'Readers', permissions: ['see_users'] });
  const modelSet = await make('/model_sets', { name: 'Sales', models: ['orders'] });
  const role = await make('/roles', {
    name: 'Reader',
    permission_set_id: permissionSet,
    model_set_id: modelSet,
  });
  await admin.put(`${of}/roles`, [role]);

  const group = await make('/groups', { name: 'Staff' });
  const innerGroup = await make('/groups', { name: 'Engineers' });
  await admin.put(`/roles/${role}/groups`, [group]);
  await make(`/groups/${group}/users`, { user_id: user });
  await make(`/groups/${group}/groups`, { group_id: innerGroup });

  const attribute = await make('/user_attributes', { name: 'region', label: 'Region', type: 'string' });
  const hiddenAttribute = await make('/user_attributes', {
    ...{ name: 'secret', label: 'Secret', type: 'string', default_value: HIDDEN_VALUE },
    ...{ value_is_hidden: true, hidden_value_domain_whitelist: 'https://example.com/*' },
  });
  await admin.patch(`/groups/${group}/attribute_values/${attribute}`, { value: 'north' });
  await admin.patch(`${of}/attribute_values/${attribute}`, { value: 'south' });

  const nowMs = clock.nowMs;
  const source = '192.0.2.1';
  const newSession = async (): Promise<string> => {
    const of = { userId: Number(user), credentialsType: 'email', secondFactorAtMs: null } as const;
    const { id } = await context.database.transaction((tx) =>
      startSession(tx, nowMs, { ...of, source, userAgent: undefined }),
    );
    return String(id);
  };
  const newLockout = async (email: string): Promise<string> => {
    const attempt = loginAttempt('email', email, source);
    for (let n = 0; n < 4; n++) {
      await context.database.transaction((tx) => countFailure(tx, nowMs, attempt, Number(user)));
    }
    return attempt.key;
  };

  return {
    ...{ user, apiKey, embedUser, embed, session: await newSession() },
    ...{ lockout: await newLockout('ada@example.com'), newSession, newLockout },
    ...{ permissionSet, modelSet, role, group, innerGroup, attribute, hiddenAttribute },
  };
}
