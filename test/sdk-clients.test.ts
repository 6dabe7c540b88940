import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import * as newest from '@looker/sdk-node';
import type * as Runtime from '@looker/sdk-rtl';
import * as oldest from 'looker-sdk-node-23';
import { codeAt } from './authenticator.ts';
import { CLIENT_ID, CLIENT_SECRET, scratchFolder, spawnServer } from './harness.ts';

/** What the operations answer that the clients have no names for. */
interface Answers {
  secret: string;
  otpauth_url: string;
  digits: number;
  period: number;
  codes: string[];
  remaining: number;
  is_disabled: boolean;
}

type Sdk = ReturnType<typeof newest.LookerNodeSDK.init40>;

/** The oldest and the newest official client in use, unmodified. They differ in how they speak HTTP. */
const clients = [
  { name: '@looker/sdk-node 26.12.0', entry: '@looker/sdk-node', module: newest },
  {
    name: '@looker/sdk-node 23.14.1',
    entry: 'looker-sdk-node-23',
    module: oldest as unknown as typeof newest,
  },
];

for (const { name, entry, module } of clients)
  test(name, async (t) => {
    const { origin } = await spawnServer(t, scratchFolder(t));

    /** Paging and lists come with the library that the client itself is built on. */
    const { DelimArray, pager }: typeof Runtime = createRequire(import.meta.resolve(entry))(
      '@looker/sdk-rtl',
    );

    const connect = (origin: string, clientId = CLIENT_ID, clientSecret = CLIENT_SECRET): Sdk => {
      class Settings extends module.NodeSettings {
        override readConfig() {
          return { client_id: clientId, client_secret: clientSecret };
        }
      }
      return module.LookerNodeSDK.init40(new Settings('', { base_url: origin, verify_ssl: true } as never));
    };

    const sdk = connect(origin);

    await t.test('logs in by itself, sees who it is, acts as another user, and logs out', async () => {
      const me = await sdk.ok(sdk.me());
      assert.equal(me.email, 'admin@example.com');
      assert.equal(me.credentials_api3?.length, 1);
      assert.deepEqual(await sdk.ok(sdk.me()), me);
      assert.deepEqual(Object.keys(await sdk.ok(sdk.me('id,first_name'))).sort(), ['first_name', 'id']);

      const other = await sdk.ok(sdk.create_user({ first_name: 'Ada' }));
      const { access_token, token_type, expires_in } = await sdk.ok(sdk.login_user(other.id as string));
      assert.match(access_token as string, /^\w{40}$/);
      assert.equal(token_type, 'Bearer');
      assert.equal(expires_in, 3600);

      await sdk.authSession.login(other.id);
      assert.equal(sdk.authSession.isSudo(), true);
      assert.equal((await sdk.ok(sdk.me())).id, other.id);
      assert.equal(await sdk.authSession.logout(), true);
      assert.equal((await sdk.ok(sdk.me())).id, me.id, 'the own token outlives the other');
      assert.equal(await sdk.authSession.logout(), true);
      assert.equal(sdk.authSession.isAuthenticated(), false);
      assert.equal((await sdk.ok(sdk.me())).id, me.id, 'and it logs in again by itself');

      const wrong = connect(origin, CLIENT_ID, 'not-the-right-secret');
      assert.equal((await failure(wrong.ok(wrong.me()))).message, 'Not found');
    });

    await t.test('creates, reads and deletes a two-factor credential', async () => {
      const { id } = (await sdk.ok(sdk.create_user({ first_name: 'Ada', last_name: 'L' }))) as { id: string };
      const { created_at, can, ...credential } = await sdk.ok(sdk.create_user_credentials_totp(id));
      assert.deepEqual(credential, {
        type: 'two-factor',
        verified: false,
        is_disabled: false,
        url: `${origin}/api/4.0/users/${id}/credentials_totp`,
      });
      assert.match(created_at as string, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/);
      assert.equal(typeof can, 'object');

      assert.deepEqual(await sdk.ok(sdk.user_credentials_totp(id)), { created_at, can, ...credential });
      assert.deepEqual(await sdk.ok(sdk.user_credentials_totp(id, 'verified, type')), {
        type: 'two-factor',
        verified: false,
      });
      assert.equal((await sdk.ok(sdk.user(id))).credentials_totp?.type, 'two-factor');

      const taken = await failure(sdk.ok(sdk.create_user_credentials_totp(id, {})));
      assert.match(taken.message, /already has a two-factor credential/);

      assert.equal(await sdk.ok(sdk.delete_user_credentials_totp(id)), '');
      for (const gone of [sdk.user_credentials_totp(id), sdk.delete_user_credentials_totp(id)] as const) {
        const { message, errors, documentation_url } = await failure(sdk.ok<unknown, unknown>(gone));
        assert.equal(message, 'Not found');
        assert.deepEqual(errors, []);
        assert.match(
          documentation_url ?? '',
          /\/err(or)?s?\/4\.0\/404\/(get|delete)\/users\/:user_id\/credentials_totp$/,
        );
      }
      // What is read-only may be sent, and changes nothing.
      const again = await sdk.ok(sdk.create_user_credentials_totp(id, { verified: true, is_disabled: true }));
      assert.equal(again.verified, false);
      assert.equal(again.is_disabled, false);
    });

    await t.test('makes an API key that logs in until it is deleted', async () => {
      const { id } = (await sdk.ok(sdk.create_user({}))) as { id: string };
      const key = await sdk.ok(sdk.create_user_credentials_api3(id));
      const own = connect(origin, key.client_id as string, key.client_secret as string);
      assert.equal((await own.ok(own.me('id'))).id, id);

      const listed = await sdk.ok(sdk.all_user_credentials_api3s(id));
      assert.deepEqual(
        listed.map(({ client_id }) => client_id),
        [key.client_id],
      );
      assert(!('client_secret' in (listed[0] as object)));
      assert.equal((await sdk.ok(sdk.user_credentials_api3(id, key.id as string))).type, 'api3');

      await sdk.ok(sdk.delete_user_credentials_api3(id, key.id as string));
      assert.equal((await failure(own.ok(own.me()))).message, 'Requires authentication.');
      const late = connect(origin, key.client_id as string, key.client_secret as string);
      assert.equal((await failure(late.ok(late.me()))).message, 'Not found');
    });

    await t.test('pages through all users by the links it is given', async () => {
      for (let count = 1; count < 7; count++) await sdk.ok(sdk.create_user({ first_name: `User ${count}` }));
      const all = await sdk.ok(sdk.all_users({ fields: 'id' }));

      const page = await pager(sdk, () => sdk.all_users({ fields: 'id,first_name', limit: 3, offset: 0 }));
      assert.deepEqual(
        [page.total, page.limit, page.page, page.pages],
        [all.length, 3, 1, Math.ceil(all.length / 3)],
      );
      assert.equal(page.hasRel('prev'), false);
      const seen = [...page.items];
      while (page.more()) seen.push(...(await sdk.ok(page.nextPage())));
      assert.deepEqual(
        seen.map(({ id }) => id),
        all.map(({ id }) => id),
      );
      assert.equal(page.page, page.pages);
      assert.deepEqual(
        Object.keys(seen.at(-1) as object).sort(),
        ['first_name', 'id'],
        'the links keep `fields`',
      );
      assert.equal((await sdk.ok(page.prevPage())).length, 3);
      assert.deepEqual(await sdk.ok(page.getRel('first', 2)), seen.slice(0, 2));

      const ids = new DelimArray([all[1]?.id as string, all[3]?.id as string]);
      const some = await sdk.ok(sdk.all_users({ ids }));
      assert.equal(some.length, 2);
    });

    await t.test('reads what was wrong with each field', async () => {
      const { id } = (await sdk.ok(sdk.create_user({}))) as { id: string };
      const wrongType = await failure(sdk.ok(sdk.create_user({ first_name: 7 } as never)));
      assert.match(wrongType.message, /Validation Failed/);
      assert.match(wrongType.documentation_url ?? '', /\/422\/post\/users$/);
      assert.deepEqual(wrongType.errors, [
        {
          field: 'first_name',
          code: 'invalid',
          message: "'first_name' must be of type string.",
          documentation_url: wrongType.documentation_url,
        },
      ]);
      await sdk.ok(sdk.create_user_credentials_totp(id));
      const missing = await failure(sdk.ok(sdk.post(`/users/${id}/credentials_totp/verify`, undefined, {})));
      assert.deepEqual(
        missing.errors?.map(({ field, code }) => ({ field, code })),
        [{ field: 'code', code: 'missing_field' }],
      );
    });

    await t.test(
      'reaches enrolment, verification and recovery codes with its own verbs and token',
      async () => {
        const { id } = (await sdk.ok(sdk.create_user({}))) as { id: string };
        const call = (method: 'get' | 'post' | 'patch', path: string, body?: object) =>
          sdk.ok(sdk[method]<Answers, Error>(`/users/${id}${path}`, undefined, body));
        await sdk.ok(sdk.create_user_credentials_totp(id));

        const { secret, otpauth_url, digits, period } = await call('post', '/credentials_totp/enrollment');
        assert.match(otpauth_url as unknown as string, /^otpauth:\/\/totp\/Countersign:/);
        const code = codeAt(secret, Date.now(), { digits, periodSeconds: period });
        const first = await call('post', '/credentials_totp/verify', { code });
        assert.deepEqual(first, { accepted: true, verified: true });
        const second = await call('post', '/credentials_totp/verify', { code });
        assert.deepEqual(second, { accepted: false, verified: true, reason: 'already_used' });
        assert.equal((await sdk.ok(sdk.user_credentials_totp(id))).verified, true);

        const { codes } = await call('post', '/recovery_codes');
        assert.equal(codes.length, 10);
        const use = { code: codes[0] };
        assert.deepEqual(await call('post', '/recovery_codes/verify', use), { accepted: true, remaining: 9 });
        assert.deepEqual(await call('post', '/recovery_codes/verify', use), {
          accepted: false,
          remaining: 9,
        });
        assert.equal((await call('get', '/recovery_codes')).remaining, 9);

        assert.equal((await call('patch', '/credentials_totp', { is_disabled: true })).is_disabled, true);
        const malformed = await failure(call('post', '/credentials_totp/verify', { code: 123456 }));
        assert.equal(malformed.errors?.[0]?.field, 'code');
        await sdk.ok(sdk.delete<string, Error>(`/users/${id}/credentials_totp`));
        assert.equal((await failure(call('get', '/credentials_totp'))).message, 'Not found');
      },
    );
  });

/** The error that a client throws, as it has read it. */
async function failure(call: Promise<unknown>): Promise<Runtime.LookerSDKError> {
  try {
    await call;
  } catch (error) {
    return error as Runtime.LookerSDKError;
  }
  throw new assert.AssertionError({ message: 'the call succeeded' });
}
