import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { isError } from '../../test/contract/is-error.ts';
import { startInProcess } from '../../test/harness.ts';
import { browser, PASSWORD } from '../../test/password-links.ts';
import { type SmtpServer, startSmtpServer } from '../../test/smtp-server.ts';

const PUBLIC_URL = 'https://id.example.com';

async function withMail(t: TestContext, user: object = {}, smtp?: SmtpServer, settings = {}) {
  const mailServer = smtp ?? (await startSmtpServer(t));
  const server = await startInProcess(t, {
    COUNTERSIGN_SMTP_URL: mailServer.url,
    COUNTERSIGN_MAIL_FROM: 'Example ID <id@example.com>',
    COUNTERSIGN_PUBLIC_URL: PUBLIC_URL,
    COUNTERSIGN_ISSUER: 'Example',
    ...settings,
  });
  const { id } = (await server.admin.post('/users', user)).body;
  const path = `/users/${id}/credentials_email`;
  await server.admin.post(path, { email: 'Ada@example.com' });
  return {
    ...server,
    ...browser(server),
    id,
    mailServer,
    send: () => server.admin.post(`${path}/send_password_reset`),
  };
}

const linkIn = (text: string): string => /https?:\S+/.exec(text)?.[0] ?? '';

test('a user is mailed the link, and nobody else is told it', async (t) => {
  const { send, mailServer, choose, app } = await withMail(t);
  const { status, headers, body } = await send();
  assert.equal(status, 200);
  assert.equal(headers['x-mail-sent'], 'true');
  assert.deepEqual([body.password_reset_url, body.account_setup_url], [null, null]);
  const [mail] = mailServer.mails;
  assert.ok(mail);
  assert.deepEqual([mail.from, mail.to], ['id@example.com', ['Ada@example.com']]);
  assert.match(mail.headers, /^From: Example ID <id@example\.com>\r$/m);
  assert.match(mail.headers, /^Subject: Example: set up your account\r$/m);
  assert.match(mail.headers, /^Auto-Submitted: auto-generated\r$/m);
  const link = linkIn(mail.text);
  assert.match(link, /^https:\/\/id\.example\.com\/account\/setup\/[0-9A-Za-z]{40}$/);
  assert.ok(mail.html.includes(`<a href="${link}">Set up your account</a>`));
  assert.match(mail.text, /works once, for 60 minutes/);
  assert.equal(app.log.level, 'silent');
  assert.equal((await choose(link)).statusCode, 200);

  await send();
  const reset = mailServer.mails[1];
  assert.ok(reset);
  assert.match(reset.headers, /^Subject: Example: choose a new password\r$/m);
  assert.match(linkIn(reset.text), /^https:\/\/id\.example\.com\/password\/reset\//);
  const changed = mailServer.next();
  assert.equal((await choose(linkIn(reset.text), `${PASSWORD}!`)).statusCode, 200);
  const told = await changed;
  assert.deepEqual(told.to, ['Ada@example.com']);
  assert.match(told.headers, /^Subject: Example: your password was changed\r$/m);
  assert.equal(linkIn(told.text), '', 'a warning has no link to click');
});

test('the mail is in the language of the user', async (t) => {
  const { send, mailServer } = await withMail(t, { locale: 'es_ES' });
  await send();
  const [mail] = mailServer.mails;
  assert.match(mail?.text ?? '', /Se ha creado una cuenta para Ada@example\.com/);
  assert.match(mail?.html ?? '', /<html lang="es">/);
  assert.match(mail?.text ?? '', /una sola vez, durante 60 minutos/);
});

test('who gets another address is told so at the old one', async (t) => {
  const { admin, id, mailServer } = await withMail(t, { locale: 'en' });
  const path = `/users/${id}/credentials_email`;
  await admin.patch(path, { email: 'ADA@example.com' });
  await admin.patch(path, { forced_password_reset_at_next_login: true });
  const told = mailServer.next();
  await admin.patch(path, { email: 'eve@example.com' });
  const mail = await told;
  assert.deepEqual(mail.to, ['ADA@example.com']);
  assert.match(mail.headers, /^Subject: Example: your e-mail address was changed\r$/m);
  assert.equal(linkIn(mail.text), '');
  assert.equal(mailServer.mails.length, 1, 'no other change is worth a mail');
});

test('an address in any script gets its mail', async (t) => {
  const { admin, mailServer } = await withMail(t);
  const { id } = (await admin.post('/users', {})).body;
  await admin.post(`/users/${id}/credentials_email`, { email: '用户@例子.公司' });
  assert.equal((await admin.post(`/users/${id}/credentials_email/send_password_reset`)).status, 200);
  assert.match(mailServer.mails[0]?.text ?? '', /用户@例子\.公司/);
});

test('without a mail server the administrator gets the link, and is told so', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const { id } = (await admin.post('/users', {})).body;
  await admin.post(`/users/${id}/credentials_email`, { email: 'ada@example.com' });
  const { status, headers, body } = await admin.post(`/users/${id}/credentials_email/send_password_reset`);
  assert.equal(status, 200);
  assert.equal(headers['x-mail-sent'], 'false');
  assert.equal((await browser(server).choose(body.password_reset_url)).statusCode, 200);
});

test('a mail that is not taken is 502, and the log has the reason but not the link', async (t) => {
  const { send, mailServer, context, clock, choose } = await withMail(t);
  const logged: string[] = [];
  context.log.error = ((...parts: unknown[]) => {
    logged.push(parts.map((part) => (part instanceof Object ? errorsIn(part) : String(part))).join(' '));
  }) as typeof context.log.error;
  mailServer.refuseWith = '554 5.7.1 refused because of %s';
  isError(await send(), 502, /mail server did not take the mail/);
  assert.match(logged.join('\n'), /EMESSAGE, the server answered 554/);
  assert.doesNotMatch(logged.join('\n'), /https?:|[0-9A-Za-z]{40}/);
  clock.nowMs += 60_000;
  mailServer.refuseWith = undefined;
  assert.equal((await send()).status, 200);
  assert.equal((await choose(linkIn(mailServer.mails[0]?.text ?? ''))).statusCode, 200);
});

const errorsIn = (part: object): string =>
  Object.values(part)
    .map((value) =>
      value instanceof Error ? `${value.message} ${value.stack} ${String(value.cause)}` : String(value),
    )
    .join(' ');

test('a mail server that is not there gets nothing', async (t) => {
  const closed = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => closed.once('listening', resolve));
  const { port } = closed.address() as { port: number };
  await new Promise((resolve) => closed.close(resolve));
  const absent = await withMail(t, {}, undefined, { COUNTERSIGN_SMTP_URL: `smtp://127.0.0.1:${port}` });
  isError(await absent.send(), 502, /did not take/);
});

test('a mail server on another machine gets nothing before the line is encrypted', async (t) => {
  const smtp = await startSmtpServer(t);
  // Another machine's address as far as the setting says, and this machine's all the same.
  const elsewhere = smtp.url.replace('127.0.0.1', '[::ffff:127.0.0.1]').replace('//', '//user:password@');
  const strict = await withMail(t, {}, smtp, { COUNTERSIGN_SMTP_URL: elsewhere });
  isError(await strict.send(), 502, /did not take/);
  assert.deepEqual([smtp.logins, smtp.mails], [[], []]);
  const lax = await withMail(t, {}, smtp, { COUNTERSIGN_SMTP_URL: `${elsewhere}?plaintext=allowed` });
  assert.equal((await lax.send()).status, 200);
  assert.equal(smtp.mails.length, 1);
});

test('the server signs in at the mail server with what the setting says', async (t) => {
  const smtp = await startSmtpServer(t);
  const url = smtp.url.replace('//', '//user%40example.com:p%3Ass%20word@');
  const { send } = await withMail(t, {}, smtp, { COUNTERSIGN_SMTP_URL: url });
  assert.equal((await send()).status, 200);
  assert.deepEqual(smtp.logins, ['\u0000user@example.com\u0000p:ss word']);
});

test('five mails go to a user at once, then one a minute', async (t) => {
  const { send, mailServer, clock, admin } = await withMail(t);
  for (let n = 0; n < 5; n++) assert.equal((await send()).status, 200);
  const refused = await send();
  isError(refused, 429, /Too many requests for mails to this user/);
  assert.equal(refused.headers['retry-after'], '60');
  assert.equal(mailServer.mails.length, 5);
  const { id } = (await admin.post('/users', {})).body;
  await admin.post(`/users/${id}/credentials_email`, { email: 'bob@example.com' });
  assert.equal((await admin.post(`/users/${id}/credentials_email/send_password_reset`)).status, 200);
  clock.nowMs += 59_999;
  assert.equal((await send()).status, 429);
  clock.nowMs += 1;
  assert.equal((await send()).status, 200);
  assert.equal((await send()).status, 429);
});
