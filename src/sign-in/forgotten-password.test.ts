import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { codeAt } from '../../test/authenticator.ts';
import { startInProcess } from '../../test/harness.ts';
import { givePassword, newBrowser, newPerson, newPersonWithTwoFactor } from '../../test/person.ts';
import { startSmtpServer } from '../../test/smtp-server.ts';
import { selectBeat } from '../continuity/queries.ts';

async function withMail(t: TestContext) {
  const mailServer = await startSmtpServer(t);
  const server = await startInProcess(t, {
    COUNTERSIGN_SMTP_URL: mailServer.url,
    COUNTERSIGN_MAIL_FROM: 'id@example.com',
    COUNTERSIGN_PUBLIC_URL: 'https://id.example.com',
  });
  const browser = newBrowser(server.app);
  const ask = async (email: string) => {
    await browser.open('/sign-in/forgotten-password');
    return browser.send('/sign-in/forgotten-password', { email });
  };
  return { server, mailServer, browser, ask };
}

test('who forgot a password is mailed a link; who has no account sees the same page', async (t) => {
  const { server, mailServer, browser, ask } = await withMail(t);
  const { email, secret } = await newPersonWithTwoFactor(server);
  const { id: disabled } = await newPerson(server, { email: 'bob@example.com' });
  await server.admin.patch(`/users/${disabled}`, { is_disabled: true });
  const mailed = mailServer.next();
  const shown = await ask(email.toUpperCase());
  for (const nobody of ['nobody@example.com', 'bob@example.com']) {
    assert.deepEqual((await ask(nobody)).text, shown.text);
  }
  assert.match(shown.text, /If there is an account with that address, a link is on its way/);
  assert.equal((await ask('no address')).status, 422);
  const link = /https:\S+/.exec((await mailed).text)?.[0] ?? '';
  const chosen = 'another horse, eight staples';
  assert.equal((await browser.post(link, { password: chosen, repeat: chosen })).status, 200);
  // It has not signed in, nor does it get round the second factor.
  assert.match((await browser.open('/')).path, /^\/sign-in/);
  assert.equal((await givePassword(browser, email, { password: chosen })).path, '/sign-in/code');
  const done = await browser.send('/sign-in/code', { code: codeAt(secret, server.clock.nowMs) });
  assert.equal(done.path, '/');
  const events = (await server.admin.get('/audit_events?action=send_password_link')).body;
  assert.equal(events.length, 1);
  assert.equal(events[0].actor_id, null);
});

test('nobody’s mailbox is flooded', async (t) => {
  const { server, ask } = await withMail(t);
  const { email } = await newPerson(server);
  const asked = async () => (await server.admin.get('/audit_events?action=send_password_link')).body.length;
  for (let n = 0; n < 10; n++) await ask(email);
  await setTimeout(1_100);
  assert.equal(await asked(), 3);
  server.clock.nowMs += 20 * 60_000;
  for (let n = 0; n < 10; n++) await ask(email);
  await setTimeout(1_100);
  assert.equal(await asked(), 4);
});

test('the time tells nothing: a link is made some time after the answer, and nobody costs a write, too', async (t) => {
  const { server, ask } = await withMail(t);
  const { email } = await newPerson(server);
  const asked = async () => (await server.admin.get('/audit_events?action=send_password_link')).body.length;
  const beatAt = async () => (await server.context.database.get<{ beat_at: number }>(selectBeat()))?.beat_at;
  const before = await beatAt();
  await ask(email);
  assert.equal(await asked(), 0);
  await setTimeout(1_100);
  assert.deepEqual([await asked(), await beatAt()], [1, before]);
  await ask('nobody@example.com');
  await setTimeout(1_100);
  assert.deepEqual([await asked(), await beatAt()], [1, server.clock.nowMs]);
});

test('without a mail server the page says whom to ask', async (t) => {
  const server = await startInProcess(t);
  const { text } = await newBrowser(server.app).open('/sign-in/forgotten-password');
  assert.match(text, /This server sends no mail/);
  assert.doesNotMatch(text, /<form/);
});

test('who is signed in is told by mail of what changes how they sign in', async (t) => {
  const { server, mailServer, browser } = await withMail(t);
  const { email, codes } = await newPersonWithTwoFactor(server, { locale: 'es' });
  await givePassword(browser, email);
  await browser.open('/sign-in/recovery-code');
  const used = mailServer.next();
  await browser.send('/sign-in/recovery-code', { code: codes[0] as string });
  const mail = await used;
  assert.match(mail.text, /código de recuperación/);
  assert.match(mail.text, /Quedan 9/);
  const renewed = mailServer.next();
  await browser.open('/two-factor/recovery-codes');
  await browser.send('/two-factor/recovery-codes');
  assert.match((await renewed).text, /códigos de recuperación nuevos/);
});
