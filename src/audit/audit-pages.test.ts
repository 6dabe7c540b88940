import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { signedInWithRoles } from '../../test/administrator.ts';
import { startInProcess } from '../../test/harness.ts';
import { newPerson } from '../../test/person.ts';
import { en } from '../web/messages.en.ts';

test('the audit log is searched on its page and downloaded as a file that no spreadsheet runs', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const { browser, id } = await signedInWithRoles(server, 'root@example.com', 'Admin');
  const name = '=HYPERLINK("http://evil.example")';
  const { id: evil } = (await admin.post('/users', { first_name: name })).body;
  const rows = async (query: string) => {
    const { text, status } = await browser.open(`/admin/audit${query}`);
    assert.equal(status, 200, query);
    return text.split('<tbody>')[1]?.split('<tr>').slice(1) ?? [];
  };

  const [newest = ''] = await rows('');
  assert.match(newest, /Made a user/);
  assert.match(newest, /=HYPERLINK\(&quot;http/, 'in a page it is text');
  assert.equal((await rows('?action=create_user')).length, 2);
  assert.equal((await rows(`?action=start_session&target_user_id=${id}`)).length, 1);
  assert.equal((await rows('?from=2026-11-25')).length, 0);
  assert.equal((await rows(`?actor_id=1&to=2026-11-25&outcome=done&source=127.%25`)).length > 3, true);
  assert.deepEqual(await rows('?action=nothing'), []);
  for (const query of ['?from=yesterday', '?before_id=x', '?before_id=999999']) {
    const refused = await browser.open(`/admin/audit${query}`);
    assert.equal(refused.status, 422, query);
    assert.match(refused.text, /makes no sense/);
  }
  for (let n = 0; n < 45; n++) await admin.post('/groups', { name: `Group ${n}` });
  const older = /href="(\/admin\/audit\?before_id=\d+)" rel="next"/.exec(
    (await browser.open('/admin/audit')).text,
  );
  assert.ok(older?.[1]);
  assert.match((await browser.open(older[1])).text, /First start/);

  const { text, headers } = await browser.open(`/admin/audit.csv?target_user_id=${evil}`);
  assert.equal(headers['content-disposition'], 'attachment; filename="audit-log.csv"');
  const [head, line, rest] = text.replace('\u{feff}', '').split('\r\n');
  assert.match(head ?? '', /^"id","occurred_at","action"/);
  assert.match(line ?? '', /,"'=HYPERLINK\(""http:\/\/evil\.example""\)"$/);
  assert.equal(rest, '');
  const all = await browser.open('/admin/audit.csv');
  assert.equal(all.text.trim().split('\r\n').length, (await admin.get('/audit_events')).body.length + 1);
});

test('everything that is recorded has words in both languages', () => {
  const named = /\baction(?:: |\s*=\s*)([^;,]*?'[a-z_]+'[^;,}]*)|\brecord\(('[a-z_]+')/g;
  for (const path of globSync('src/**/*.ts', { exclude: ['**/*.test.ts', 'src/web/*'] })) {
    for (const [, one, other] of readFileSync(path, 'utf8').matchAll(named)) {
      for (const [, action = ''] of (one ?? other ?? '').matchAll(
        /'([a-z]+_[a-z_]+|login|logout|resynchronize)'/g,
      )) {
        assert.ok(action in en.records.actions, `${path}: ${action}`);
      }
    }
  }
});

test('who may not read the audit log finds neither it nor its file', async (t) => {
  const server = await startInProcess(t);
  const { browser } = await signedInWithRoles(server, 'support@example.com', 'Support');
  for (const path of ['/admin/audit', '/admin/audit.csv']) {
    assert.equal((await browser.open(path)).status, 404);
  }
  const { admin } = server;
  const set = (await admin.post('/permission_sets', { name: 'Auditor', permissions: ['see_audit'] })).body;
  await admin.post('/roles', { name: 'Auditor', permission_set_id: set.id });
  const ada = await newPerson(server);
  const auditor = await signedInWithRoles(server, 'auditor@example.com', 'Auditor');
  const { text } = await auditor.browser.open(`/admin/audit?target_user_id=${ada.id}`);
  assert.match(text, new RegExp(`#${ada.id}`));
  assert.doesNotMatch(text, /Lovelace|\/admin\/people/, 'who users are is another permission');
  assert.doesNotMatch((await auditor.browser.open('/admin/audit.csv')).text, /Lovelace/);
});
