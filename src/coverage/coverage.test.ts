import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signedInWithRoles } from '../../test/administrator.ts';
import { wrongCodeAt } from '../../test/authenticator.ts';
import { startInProcess } from '../../test/harness.ts';
import { givePassword, newBrowser, newPerson, newPersonWithTwoFactor } from '../../test/person.ts';

const WEEK_MS = 7 * 24 * 3_600_000;

test('coverage tells how many have a second factor, week by week and by group, and what fails per day', async (t) => {
  const server = await startInProcess(t);
  const { admin, app, clock } = server;
  const ada = await newPersonWithTwoFactor(server);
  const { id: group } = (await admin.post('/groups', { name: 'Staff' })).body;
  for (const user_id of [ada.id, '1']) await admin.post(`/groups/${group}/users`, { user_id });
  clock.nowMs += 2 * WEEK_MS;
  const again = `/login?client_id=test-client&client_secret=test-client-secret-0123456789`;
  const later = server.as((await server.as(null).post(again)).body.access_token);
  const gone = await newPerson({ ...server, admin: later }, { email: 'gone@example.com' });
  await later.patch(`/users/${gone.id}`, { is_disabled: true });
  await newPerson({ ...server, admin: later }, { email: 'bob@example.com' });
  await later.post(`/users/${ada.id}/credentials_totp/verify`, {
    code: wrongCodeAt(ada.secret, clock.nowMs),
  });
  for (let n = 0; n < 4; n++) await givePassword(newBrowser(app), ada.email, { password: 'wrong' });

  const root = await signedInWithRoles({ ...server, admin: later }, 'root@example.com', 'Admin');
  const { text } = await root.browser.open('/admin/coverage');
  const tables = text
    .split('<table>')
    .slice(1)
    .map((table) =>
      (table.split('<tbody>')[1] ?? '')
        .split('<tr>')
        .slice(1)
        .map((row) => [...row.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/gs)].map(([, cell = '']) => cell)),
    );
  const [shares, groups, wrong, locked] = tables;
  assert.equal(shares?.length, 13);
  assert.deepEqual(shares?.at(-1)?.slice(1), ['2', '4', '50%'], 'who is disabled does not count');
  assert.deepEqual(shares?.at(-2)?.slice(1), ['1', '2', '50%']);
  assert.deepEqual(shares?.at(-4)?.slice(1), ['0', '0', '0%']);
  assert.match(groups?.[0]?.[0] ?? '', /Staff/);
  assert.deepEqual(groups?.[0]?.slice(1), ['50%<span class="sub">1 of 2</span>']);
  assert.equal(wrong?.length, 30);
  assert.deepEqual(wrong?.[0], ['December 8, 2026', '1']);
  assert.deepEqual(locked?.[0], ['December 8, 2026', '1']);
  assert.match(text, /role="img" aria-label="Refused codes per day: 1 in all, at most 1 on one day\."/);
  assert.doesNotMatch(text, /style=|<style|NaN|Infinity|undefined/);

  const support = await signedInWithRoles({ ...server, admin: later }, 'support@example.com', 'Support');
  const seen = (await support.browser.open('/admin/coverage')).text;
  assert.match(seen, /People with a second factor/);
  assert.doesNotMatch(seen, /per day/, 'that is counted in the audit log, which support may not read');
});
