import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as current from '@looker/sdk-node';
import * as older from 'looker-sdk-node-23';
import { countFailure } from '../../src/lockouts/lockout.ts';
import { loginAttempt } from '../../src/lockouts/login-attempt.ts';
import { startSession } from '../../src/web-sessions/start-session.ts';
import { CLIENT_ID, CLIENT_SECRET, startInProcess } from '../harness.ts';

for (const [version, { LookerNodeSDK, NodeSettings }] of [
  ['26.12', current],
  ['23.14', older as unknown as typeof current],
] as const) {
  test(`SDK ${version} reads and changes how people sign in`, async (t) => {
    const { app, context, clock } = await startInProcess(t);
    const base_url = await app.listen({ port: 0, host: '127.0.0.1' });
    class Settings extends NodeSettings {
      override readConfig() {
        return { client_id: CLIENT_ID, client_secret: CLIENT_SECRET };
      }
    }
    const sdk = LookerNodeSDK.init40(new Settings('', { base_url } as never));

    const rules = await sdk.ok(sdk.password_config());
    assert.equal(rules.min_length, 8);
    assert.equal((await sdk.ok(sdk.update_password_config({ ...rules, min_length: 12 }))).min_length, 12);
    await assert.rejects(sdk.ok(sdk.update_password_config({ min_length: 3 })), { name: 'LookerSDKError' });
    const answer = await sdk.ok(sdk.force_password_reset_at_next_login_for_all_users());
    assert.match(answer, /^1 user more/);

    const limits = await sdk.ok(sdk.session_config());
    assert.equal(
      (await sdk.ok(sdk.update_session_config({ ...limits, session_minutes: 60 }))).session_minutes,
      60,
    );

    assert.equal((await sdk.ok(sdk.session())).workspace_id, 'production');
    assert.equal((await sdk.ok(sdk.update_session({ workspace_id: 'dev' }))).workspace_id, 'dev');

    const { id } = await context.database.transaction((tx) =>
      startSession(tx, clock.nowMs, {
        userId: 1,
        credentialsType: 'email',
        secondFactorAtMs: null,
        source: '192.0.2.1',
        userAgent: undefined,
      }),
    );
    const [session] = await sdk.ok(sdk.all_user_sessions('1'));
    assert.equal(session?.id, String(id));
    assert.equal((await sdk.ok(sdk.user_session('1', String(id)))).credentials_type, 'email');
    assert.equal((await sdk.ok(sdk.me('id, sessions'))).sessions?.length, 1);
    assert.equal(await sdk.ok(sdk.delete_user_session('1', String(id))), '');

    const attempt = loginAttempt('api', 'some-client', '192.0.2.1');
    for (let n = 0; n < 4; n++) {
      await context.database.transaction((tx) => countFailure(tx, clock.nowMs, attempt, 1));
    }
    const [lock] = await sdk.ok(sdk.all_user_login_lockouts());
    assert.equal(lock?.fail_count, 4);
    const found = await sdk.ok(sdk.search_user_login_lockouts({ email: 'admin%', sorts: 'lockout_at desc' }));
    assert.equal(found.length, 1);
    assert.equal(await sdk.ok(sdk.delete_user_login_lockout(String(lock?.key))), '');
    assert.deepEqual(await sdk.ok(sdk.all_user_login_lockouts()), []);
    await sdk.authSession.logout();
  });
}
