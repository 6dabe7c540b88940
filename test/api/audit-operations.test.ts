import assert from 'node:assert/strict';
import { test } from 'node:test';
import { operations } from '../../src/app.ts';
import { sql } from '../../src/store/sql.ts';
import { startSession } from '../../src/web-sessions/start-session.ts';
import { allRows } from '../all-rows.ts';
import { codeAt } from '../authenticator.ts';
import { type Answer, apiAt, CLIENT_ID, CLIENT_SECRET, startInProcess, type TestServer } from '../harness.ts';
import { browser, newLink } from '../password-links.ts';

/** One request for each operation that changes something, in an order in which all of them can be done. */
async function changes(server: TestServer): Promise<Record<string, () => Promise<Answer>>> {
  const { app, context, clock } = server;
  const origin = await app.listen({ port: 0, host: '127.0.0.1' });
  // Not held against the specification, which promises no failures of the server.
  const as = (token: string) => apiAt(origin, token);
  const admin = as(server.adminToken);
  const post = async (path: string, body?: unknown) => (await admin.post(path, body)).body;
  const { id } = await post('/users', { first_name: 'Ada' });
  const { id: other } = await post('/users', {});
  await post(`/users/${other}/credentials_email`, { email: 'other@example.com' });
  await admin.patch(`/users/${other}`, { is_disabled: true });
  const { id: group } = await post('/groups', { name: 'Outer' });
  const { id: inner } = await post('/groups', { name: 'Inner' });
  const { id: attribute } = await post('/user_attributes', { name: 'a', label: 'A', type: 'string' });
  const { id: role } = await post('/roles', { name: 'R', permission_set_id: '4' });
  const { id: permissionSet } = await post('/permission_sets', { name: 'P', permissions: [] });
  const { id: modelSet } = await post('/model_sets', { name: 'M', models: [] });
  const { id: key } = await post(`/users/${id}/credentials_api3`);
  const { id: webhook } = await post('/webhooks', { url: 'https://events.example.com/' });
  const { access_token } = await post(`/login/${id}`);
  const session = await context.database.transaction((tx) =>
    startSession(tx, clock.nowMs, {
      userId: Number(id),
      credentialsType: 'email',
      secondFactorAtMs: null,
      source: '192.0.2.1',
      userAgent: undefined,
    }),
  );
  await context.database.transaction((tx) =>
    tx.run(sql`
      INSERT INTO trusted_devices (id, user_id, digest, created_at, last_used_at, expires_at)
      VALUES (7, ${Number(id)}, ${new Uint8Array(32)}, 0, 0, ${Number.MAX_SAFE_INTEGER})`),
  );
  for (let times = 0; times < 4; times++)
    await as('').post(`/login?client_id=${CLIENT_ID}x&client_secret=wrong`);
  const [lockout] = (await admin.get('/user_login_lockouts')).body;
  let secret = '';
  let codes: string[] = [];
  const totp = `/users/${id}/credentials_totp`;
  const email = `/users/${id}/credentials_email`;
  const value = `/groups/${group}/attribute_values/${attribute}`;
  return {
    login: () => as('').post(`/login?client_id=${CLIENT_ID}&client_secret=${CLIENT_SECRET}`),
    login_user: () => admin.post(`/login/${id}`),
    logout: () => as(access_token).delete('/logout'),
    update_session: () => admin.patch('/session', { workspace_id: 'dev' }),
    delete_user_session: () => admin.delete(`/users/${id}/sessions/${session.id}`),
    delete_user_login_lockout: () => admin.delete(`/user_login_lockout/${lockout.key}`),
    create_user: () => admin.post('/users', { first_name: 'New' }),
    update_user: () => admin.patch(`/users/${id}`, { last_name: 'Lovelace' }),
    create_embed_user: () => admin.post('/users/embed_user', { external_user_id: 'x-1' }),
    delete_user_credentials_embed: async () => {
      const user = (await admin.get('/users/credential/embed/x-1')).body;
      return admin.delete(`/users/${user.id}/credentials_embed/${user.credentials_embed[0].id}`);
    },
    create_user_credentials_email: () => admin.post(email, { email: 'ada@example.com' }),
    update_user_credentials_email: () => admin.patch(email, { email: 'lovelace@example.com' }),
    create_user_credentials_email_password_reset: () => admin.post(`${email}/password_reset`),
    send_user_credentials_email_password_reset: () => admin.post(`${email}/send_password_reset`),
    delete_user_credentials_email: () => admin.delete(email),
    wipeout_user_emails: () => admin.post(`/users/${other}/update_emails`, { email: 'gone@example.com' }),
    create_user_credentials_api3: () => admin.post(`/users/${id}/credentials_api3`),
    delete_user_credentials_api3: () => admin.delete(`/users/${id}/credentials_api3/${key}`),
    create_user_credentials_totp: () => admin.post(totp),
    enroll_user_credentials_totp: async () => {
      const answer = await admin.post(`${totp}/enrollment`);
      secret = answer.body.secret ?? '';
      return answer;
    },
    verify_user_credentials_totp: () => admin.post(`${totp}/verify`, { code: codeAt(secret, clock.nowMs) }),
    delete_user_trusted_device: () => admin.delete(`/users/${id}/trusted_devices/7`),
    resynchronize_user_credentials_totp: () => {
      clock.nowMs += 10 * 60_000;
      const codes = [-1, 0].map((steps) => codeAt(secret, clock.nowMs + steps * 30_000));
      return admin.post(`${totp}/resynchronize`, { consecutive_codes: codes });
    },
    create_user_recovery_codes: async () => {
      const answer = await admin.post(`/users/${id}/recovery_codes`);
      codes = answer.body.codes ?? [];
      return answer;
    },
    verify_user_recovery_code: () => admin.post(`/users/${id}/recovery_codes/verify`, { code: codes[0] }),
    update_user_credentials_totp: () => admin.patch(totp, { is_disabled: true }),
    delete_user_credentials_totp: () => admin.delete(totp),
    create_group: () => admin.post('/groups', { name: 'G' }),
    update_group: () => admin.patch(`/groups/${group}`, { name: 'Other' }),
    add_group_user: () => admin.post(`/groups/${group}/users`, { user_id: id }),
    add_group_group: () => admin.post(`/groups/${group}/groups`, { group_id: inner }),
    delete_group_user: () => admin.delete(`/groups/${group}/users/${id}`),
    delete_group_from_group: () => admin.delete(`/groups/${group}/groups/${inner}`),
    set_role_groups: () => admin.put(`/roles/${role}/groups`, [group]),
    set_role_users: () => admin.put(`/roles/${role}/users`, [id]),
    set_user_roles: () => admin.put(`/users/${id}/roles`, ['5']),
    create_role: () => admin.post('/roles', { name: 'S', permission_set_id: '4' }),
    update_role: () => admin.patch(`/roles/${role}`, { name: 'T' }),
    delete_role: () => admin.delete(`/roles/${role}`),
    create_permission_set: () => admin.post('/permission_sets', { name: 'Q', permissions: [] }),
    update_permission_set: () => admin.patch(`/permission_sets/${permissionSet}`, { name: 'P2' }),
    delete_permission_set: () => admin.delete(`/permission_sets/${permissionSet}`),
    create_model_set: () => admin.post('/model_sets', { name: 'N', models: [] }),
    update_model_set: () => admin.patch(`/model_sets/${modelSet}`, { name: 'M2' }),
    delete_model_set: () => admin.delete(`/model_sets/${modelSet}`),
    create_user_attribute: () =>
      admin.post('/user_attributes', { name: 'b', label: 'B', type: 'string', default_value: 'x' }),
    update_user_attribute: () => admin.patch(`/user_attributes/${attribute}`, { label: 'AA' }),
    set_user_attribute_group_values: () =>
      admin.post(`/user_attributes/${attribute}/group_values`, [{ group_id: group, value: 'v' }]),
    update_user_attribute_group_value: () => admin.patch(value, { value: 'w' }),
    delete_user_attribute_group_value: () => admin.delete(value),
    set_user_attribute_user_value: () =>
      admin.patch(`/users/${id}/attribute_values/${attribute}`, { value: 'v' }),
    delete_user_attribute_user_value: () => admin.delete(`/users/${id}/attribute_values/${attribute}`),
    delete_user_attribute: () => admin.delete(`/user_attributes/${attribute}`),
    delete_group: () => admin.delete(`/groups/${group}`),
    update_password_config: () => admin.patch('/password_config', { min_length: 12 }),
    force_password_reset_at_next_login_for_all_users: () =>
      admin.put('/password_config/force_password_reset_at_next_login_for_all_users'),
    update_session_config: () => admin.patch('/session_config', { session_minutes: 60 }),
    update_two_factor_policy: () => admin.patch('/two_factor_policy', { required_of: 'everybody' }),
    create_webhook: () => admin.post('/webhooks', { url: 'https://siem.example.com/' }),
    update_webhook: () => admin.patch(`/webhooks/${webhook}`, { actions: ['login'] }),
    replay_webhook: () => admin.post(`/webhooks/${webhook}/replay`, { from_event_id: '1', to_event_id: '2' }),
    delete_webhook: () => admin.delete(`/webhooks/${webhook}`),
    delete_user: () => admin.delete(`/users/${other}`),
  };
}

/** There is nothing that these could delete; and one only looks, with what it looks for in the body. */
const changeNothing =
  /^(delete_user_credentials_(google|ldap|looker_openid|oidc|saml)|dry_run_two_factor_policy)$/;

test('every change is made together with one record of it, or not at all', async (t) => {
  const server = await startInProcess(t);
  const requests = await changes(server);
  const changing = operations.filter(({ method, id }) => method !== 'GET' && !changeNothing.test(id));
  assert.deepEqual(Object.keys(requests).sort(), changing.map(({ id }) => id).sort());
  const look = () => allRows(server.context.database);
  for (const [id, request] of Object.entries(requests)) {
    await refuseRecords(server);
    const before = await look();
    assert.equal((await request()).status, 500, `${id} without a record`);
    assert.deepEqual(await look(), before, `${id} without a record changes nothing`);
    await allowRecords(server);
    const events = await newEvents(server, async () => {
      const { status, body } = await request();
      assert.ok(status < 300, `${id}: ${status} ${JSON.stringify(body)}`);
    });
    assert.equal(events.length, 1, `${id} leaves ${JSON.stringify(events)}`);
  }
});

test('what is done on the pages is recorded, too', async (t) => {
  const server = await startInProcess(t);
  const { id } = (await server.admin.post('/users', {})).body;
  await server.admin.post(`/users/${id}/credentials_email`, { email: 'ada@example.com' });
  const link = await newLink(server, id);
  const events = await newEvents(server, () => browser(server).choose(link));
  assert.deepEqual(
    events.map(({ action, target_user_id }) => [action, target_user_id]),
    [['set_first_password', Number(id)]],
  );
});

const refuseRecords = ({ context }: TestServer) =>
  context.database.transaction((tx) => tx.run(sql`ALTER TABLE audit_events RENAME TO refused`));

const allowRecords = ({ context }: TestServer) =>
  context.database.transaction((tx) => tx.run(sql`ALTER TABLE refused RENAME TO audit_events`));

async function newEvents({ context }: TestServer, work: () => Promise<unknown>) {
  const newest = sql`SELECT COALESCE(MAX(id), 0) AS id FROM audit_events`;
  const before = await context.database.get<{ id: number }>(newest);
  await work();
  return context.database.all<{ action: string; target_user_id: number | null }>(
    sql`SELECT action, target_user_id FROM audit_events WHERE id > ${before?.id ?? 0} ORDER BY id`,
  );
}
