import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signedInWithRoles } from '../../test/administrator.ts';
import { startInProcess } from '../../test/harness.ts';
import { givePassword, newBrowser, newPerson } from '../../test/person.ts';

test('support sees who is locked out, and lets them try again', async (t) => {
  const server = await startInProcess(t);
  const { app } = server;
  const ada = await newPerson(server);
  const { browser } = await signedInWithRoles(server, 'support@example.com', 'Support');
  assert.match((await browser.open('/admin/lockouts')).text, /Nobody is locked out/);
  for (let n = 0; n < 4; n++) await givePassword(newBrowser(app), ada.email, { password: 'wrong' });
  for (let n = 0; n < 4; n++) await givePassword(newBrowser(app), 'nobody@example.com');
  assert.equal((await givePassword(newBrowser(app), ada.email)).status, 429);

  const { text } = await browser.open('/admin/lockouts');
  assert.match(text, /2 in force/);
  assert.match(text, /Ada Lovelace/);
  assert.match(text, /Nobody of that name/);
  assert.doesNotMatch(text, /nobody@example\.com/);
  const [, path = ''] =
    /href="(\/admin\/lockouts\/\w+\/end)"/.exec(text.split('Ada Lovelace')[1] ?? '') ?? [];
  assert.equal((await browser.open(path)).status, 200);
  assert.match((await browser.send(path)).text, /1 in force/);
  assert.equal((await givePassword(newBrowser(app), ada.email)).path, '/');
  assert.equal((await browser.open(path)).status, 404, 'it has ended');
});
