import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from './config.ts';

const mail = {
  COUNTERSIGN_SMTP_URL: 'smtps://user:s3cret-word@mail.example.com',
  COUNTERSIGN_MAIL_FROM: 'id@example.com',
  COUNTERSIGN_PUBLIC_URL: 'https://id.example.com',
};
const faultsOf = (settings: Record<string, string>): string => {
  try {
    readConfig(settings);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

test('a mail server is set, with its sender and the address of links', () => {
  assert.equal(readConfig({}).mail, undefined);
  const config = readConfig({ ...mail, COUNTERSIGN_MAIL_FROM: 'Example ID <id@example.com>' });
  assert.equal(config.mail?.from, 'Example ID <id@example.com>');
  assert.equal(config.mail?.server.reveal(), mail.COUNTERSIGN_SMTP_URL);
  assert.doesNotMatch(JSON.stringify(config), /s3cret-word/);
  for (const url of [
    'smtp://localhost',
    'smtp://127.0.0.1:1025/',
    'smtp://[::1]:25',
    'smtp://relay.lan:25?plaintext=allowed',
    'smtp://a%40b.c:p%2F%3A%40@mail.example.com:587',
  ]) {
    assert.equal(faultsOf({ ...mail, COUNTERSIGN_SMTP_URL: url }), '', url);
  }
});

test('a mail setting that is wrong says which, and repeats no secret', () => {
  for (const url of [
    'mail.example.com',
    'http://mail.example.com',
    'smtp://',
    'smtp://s3cret-word@mail.example.com',
    'smtp://user:s3cret-word@mail.example.com/x',
    'smtp://user:s3cret-word@mail.example.com?a=b',
    'smtp://user:%ff@mail.example.com',
    'smtp://user:s3cret-word@mail.example.com:99999',
  ]) {
    const fault = faultsOf({ ...mail, COUNTERSIGN_SMTP_URL: url });
    assert.match(fault, /^COUNTERSIGN_SMTP_URL is not right: .*smtp:/, url);
    assert.doesNotMatch(fault, /s3cret-word/);
  }
  for (const from of [
    'id',
    'id@',
    'a@b, c@d',
    'Name id@example.com>',
    'Name <id@example.com',
    'a\nb <id@example.com>',
  ]) {
    assert.match(
      faultsOf({ ...mail, COUNTERSIGN_MAIL_FROM: from }),
      /^COUNTERSIGN_MAIL_FROM is not right/,
      from,
    );
  }
  const { COUNTERSIGN_SMTP_URL } = mail;
  assert.match(
    faultsOf({ COUNTERSIGN_SMTP_URL }),
    /^COUNTERSIGN_MAIL_FROM is missing.*\nCOUNTERSIGN_PUBLIC_URL is missing/,
  );
});

test('hosts of webhooks without TLS are hosts, not addresses of pages', () => {
  const { webhooks } = readConfig({ COUNTERSIGN_WEBHOOKS_HTTP_TO: '127.0.0.1:8080, SIEM.internal,[::1]:80' });
  assert.deepEqual(webhooks.httpTo, ['127.0.0.1:8080', 'siem.internal', '[::1]:80']);
  assert.deepEqual(readConfig({}).webhooks.httpTo, []);
  for (const wrong of ['http://127.0.0.1', '127.0.0.1/x', '*', 'a b', '10.0.0.0/8']) {
    assert.match(
      faultsOf({ COUNTERSIGN_WEBHOOKS_HTTP_TO: wrong }),
      /^COUNTERSIGN_WEBHOOKS_HTTP_TO is not/,
      wrong,
    );
  }
});
