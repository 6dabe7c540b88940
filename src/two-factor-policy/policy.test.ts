import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { giveRoles, signedInWithRoles, signIn } from '../../test/administrator.ts';
import { codeAt } from '../../test/authenticator.ts';
import { startInProcess } from '../../test/harness.ts';
import { givePassword, newBrowser, newPerson, newPersonWithTwoFactor } from '../../test/person.ts';

/** A group, and a way to say what is required. */
async function starting(t: TestContext) {
  const server = await startInProcess(t);
  const { admin } = server;
  const set = async (policy: object) => {
    const answer = await admin.patch('/two_factor_policy', policy);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer.body;
  };
  const newGroup = async (name: string) => (await admin.post('/groups', { name })).body.id as string;
  return { ...server, set, newGroup };
}

test('a policy demands a second factor of nobody, of everybody, or of groups and roles', async (t) => {
  const { app, admin, set, newGroup, ...server } = await starting(t);
  const ada = await newPerson({ app, admin, ...server });
  const landsOn = async () => (await givePassword(newBrowser(app), ada.email)).path;
  const required = '/two-factor/set-up';

  assert.deepEqual((await admin.get('/two_factor_policy')).body, {
    can: { show: true, update: true },
    required_of: 'nobody',
    group_ids: [],
    role_ids: [],
    grace_ends_at: null,
  });
  assert.equal(await landsOn(), '/');
  await set({ required_of: 'everybody' });
  assert.equal(await landsOn(), required);

  const [outer, inner, other] = [await newGroup('Outer'), await newGroup('Inner'), await newGroup('Other')];
  await admin.post(`/groups/${outer}/groups`, { group_id: inner });
  await admin.post(`/groups/${inner}/users`, { user_id: ada.id });
  await set({ required_of: 'some', group_ids: [other] });
  assert.equal(await landsOn(), '/');
  await set({ group_ids: [other, outer] });
  assert.equal(await landsOn(), required, 'by way of the group in it');
  await set({ group_ids: ['1'] });
  assert.equal(await landsOn(), required, 'everybody is in All Users');

  const roles = (await admin.get('/roles')).body as { id: string; name: string }[];
  const support = roles.find(({ name }) => name === 'Support')?.id;
  await set({ group_ids: [], role_ids: [support] });
  assert.equal(await landsOn(), '/');
  await admin.put(`/roles/${support}/groups`, [outer]);
  assert.equal(await landsOn(), required, 'by way of a group that gives the role');
  await admin.put(`/roles/${support}/groups`, []);
  assert.equal(await landsOn(), '/');
  await giveRoles({ app, admin, ...server }, ada.id, 'Support');
  assert.equal(await landsOn(), required);
  await set({ required_of: 'nobody' });
  assert.equal(await landsOn(), '/');
});

test('whoever must set one up does so before anything else opens, and is in then', async (t) => {
  const { set, ...server } = await starting(t);
  const { app, clock } = server;
  const ada = await newPerson(server);
  await set({ required_of: 'everybody' });
  const browser = newBrowser(app);
  const asked = await givePassword(browser, ada.email, { next: '/?a=b' });
  assert.match(asked.text, /Your administrator asks for it/);
  assert.doesNotMatch(asked.text, /Not now/);
  assert.match((await browser.open('/')).path, /^\/sign-in/);
  await browser.open('/two-factor/set-up');
  const { text } = await browser.send('/two-factor/set-up');
  const secret = /secret=([A-Z2-7]+)/.exec(text)?.[1] ?? '';
  const codes = await browser.send('/two-factor/set-up/code', { code: codeAt(secret, clock.nowMs) });
  assert.match(codes.text, /recovery codes/i);
  assert.equal((await browser.send('/two-factor/recovery-codes/saved', { saved: 'yes' })).path, '/?a=b');
});

test('during the grace period one is told, and may skip; after its end not any more', async (t) => {
  const { set, ...server } = await starting(t);
  const { app, clock } = server;
  const ada = await newPerson(server);
  const bob = await newPersonWithTwoFactor(server, { email: 'bob@example.com' });
  await set({ required_of: 'everybody', grace_ends_at: '2026-12-01T00:00:00Z' });
  const browser = newBrowser(app);
  const told = await givePassword(browser, ada.email, { next: '/?a=b' });
  assert.equal(told.path, '/two-factor/set-up?next=%2F%3Fa%3Db');
  assert.match(told.text, /From December 1, 2026 on you need it/);
  assert.match(told.text, /href="\/\?a=b">Not now/);
  const overview = await browser.open('/?a=b');
  assert.equal(overview.status, 200, 'they are in');
  assert.match(
    overview.text,
    /From December 1, 2026 on your password alone no longer lets you in.*href="\/two-factor\/set-up"/,
  );
  assert.equal(
    (await givePassword(newBrowser(app), bob.email)).path,
    '/sign-in/code',
    'who has one is not told',
  );

  const his = newBrowser(app);
  assert.doesNotMatch((await signIn(server, his, bob)).text, /no longer lets you in/);

  clock.nowMs = Date.parse('2026-11-30T23:59:59Z');
  assert.match((await givePassword(newBrowser(app), ada.email)).path, /set-up\?next=/);
  clock.nowMs += 1_000;
  const late = newBrowser(app);
  assert.equal((await givePassword(late, ada.email)).path, '/two-factor/set-up');
  assert.match((await late.open('/')).path, /^\/sign-in/, 'and are not in');
});

test('one cannot remove the factor that is required; an administrator resets it, and it is set up anew', async (t) => {
  const { set, ...server } = await starting(t);
  const { app, admin, as } = server;
  const ada = await newPersonWithTwoFactor(server);
  await giveRoles(server, ada.id, 'Support');
  const hers = as((await admin.post(`/login/${ada.id}`)).body.access_token);
  const path = `/users/${ada.id}/credentials_totp`;
  await set({ required_of: 'everybody' });
  const refused = await hers.delete(path);
  assert.equal(refused.status, 403);
  assert.match(refused.body.message, /demands a second factor of you/);
  assert.equal((await admin.get(path)).body.verified, true);

  await set({ grace_ends_at: '2027-01-01T00:00:00Z' });
  assert.equal((await hers.delete(path)).status, 204, 'in the grace period one may do without');
  await set({ grace_ends_at: null });
  const bob = await newPersonWithTwoFactor(server, { email: 'bob@example.com' });
  assert.equal((await admin.delete(`/users/${bob.id}/credentials_totp`)).status, 204);
  assert.equal((await givePassword(newBrowser(app), bob.email)).path, '/two-factor/set-up');
});

test('a dry run says how many and who, and changes nothing', async (t) => {
  const { set, newGroup, ...server } = await starting(t);
  const { admin } = server;
  const ada = await newPerson(server);
  await newPersonWithTwoFactor(server, { email: 'bob@example.com' });
  const disabled = await newPerson(server, { email: 'gone@example.com' });
  await admin.patch(`/users/${disabled.id}`, { is_disabled: true });
  await admin.post('/users', { first_name: 'No', last_name: 'Password' });
  const ask = async (policy: object) => (await admin.post('/two_factor_policy/dry_run', policy)).body;

  assert.deepEqual(await ask({ required_of: 'everybody' }), {
    required_count: 3,
    affected_count: 2,
    affected_user_ids: ['1', ada.id],
  });
  const group = await newGroup('Staff');
  await admin.post(`/groups/${group}/users`, { user_id: ada.id });
  assert.deepEqual((await ask({ required_of: 'some', group_ids: [group] })).affected_user_ids, [ada.id]);
  assert.equal((await ask({ required_of: 'nobody' })).affected_count, 0);
  await admin.post(`/users/${ada.id}/credentials_totp`);
  assert.equal((await ask({ required_of: 'everybody' })).affected_count, 1, 'who was asked is not counted');
  assert.equal((await admin.get('/two_factor_policy')).body.required_of, 'nobody');
  await set({ required_of: 'everybody' });
});

test('what makes no policy is refused, and what is refused changes nothing', async (t) => {
  const { admin, set, newGroup, userWithRoles } = await starting(t);
  const group = await newGroup('Staff');
  await set({ required_of: 'some', group_ids: [group] });
  for (const policy of [
    { required_of: 'some', group_ids: [], role_ids: [] },
    { required_of: 'most' },
    { group_ids: ['999'] },
    { role_ids: ['x'] },
    { grace_ends_at: 'soon' },
    { group_ids: [group, '999'] },
  ]) {
    assert.equal((await admin.patch('/two_factor_policy', policy)).status, 422, JSON.stringify(policy));
  }
  const { body } = await admin.get('/two_factor_policy');
  assert.deepEqual([body.required_of, body.group_ids, body.role_ids], ['some', [group], []]);
  const { api } = await userWithRoles('Support');
  assert.equal((await api.get('/two_factor_policy')).status, 403);
  assert.equal((await api.patch('/two_factor_policy', { required_of: 'nobody' })).status, 403);
  assert.equal((await api.post('/two_factor_policy/dry_run', { required_of: 'nobody' })).status, 403);
  await set({ group_ids: [group, group] });
  const [event] = (await admin.get('/audit_events?action=update_two_factor_policy&limit=1')).body;
  assert.equal(event.detail, `groups ${group}, roles none`);
  await admin.delete(`/groups/${group}`);
  assert.deepEqual((await admin.get('/two_factor_policy')).body.group_ids, []);
});

test('on the page a policy is put in force after its dry run, with a fresh code', async (t) => {
  const { newGroup, ...server } = await starting(t);
  const { admin, clock } = server;
  const ada = await newPerson(server);
  const group = await newGroup('Staff');
  await admin.post(`/groups/${group}/users`, { user_id: ada.id });
  const support = await signedInWithRoles(server, 'support@example.com', 'Support');
  assert.equal((await support.browser.open('/admin/policy')).status, 404);
  const { browser } = await signedInWithRoles(server, 'root@example.com', 'Admin');
  assert.match((await browser.open('/admin/policy')).text, /Of nobody/);

  const nothing = await browser.open('/admin/policy/change?required_of=some');
  assert.match(nothing.text, /Choose at least one group or role/);
  assert.match((await browser.open('/admin/policy/change?required_of=some&from=1&group=1')).text, /no day/);
  const url = `/admin/policy/change?required_of=some&group=${group}&from=2026-12-01`;
  const dry = await browser.open(url);
  assert.match(dry.text, /One person has no second factor yet/);
  assert.match(dry.text, new RegExp(`href="/admin/people/${ada.id}">Ada Lovelace`));
  assert.equal((await admin.get('/two_factor_policy')).body.required_of, 'nobody');
  const token = /name="form_token" value="([^"]+)"/.exec(dry.text)?.[1] ?? '';
  const done = await browser.post(url, { form_token: token });
  assert.equal(done.path, '/admin/policy?done=yes');
  assert.match(done.text, /whoever is in Staff, from December 1, 2026 on/);
  assert.deepEqual((await admin.get('/two_factor_policy')).body.group_ids, [group]);

  clock.nowMs += 11 * 60_000;
  assert.match((await browser.open(url)).path, /^\/sign-in\?why=again/);
});
