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

test('people are moved to public keys', () => {
  assert.deepEqual(readConfig({}).moveTo, []);
  assert.deepEqual(readConfig({ COUNTERSIGN_MOVE_TO: 'age1abc, age1def,' }).moveTo, ['age1abc', 'age1def']);
  for (const wrong of ['AGE-SECRET-KEY-1S3CRET', 'age1abc age1def', 'age1abc, ada@example.com', 'age1']) {
    const fault = faultsOf({ COUNTERSIGN_MOVE_TO: wrong });
    assert.match(fault, /^COUNTERSIGN_MOVE_TO is not right: it must be public keys/, wrong);
    assert.doesNotMatch(fault, /S3CRET/);
  }
});

const bucket = {
  COUNTERSIGN_BACKUP_TO: 's3://backups/countersign/',
  COUNTERSIGN_BACKUP_RECIPIENTS: 'age1abc, age1def',
  COUNTERSIGN_S3_ACCESS_KEY_ID: 'id',
  COUNTERSIGN_S3_SECRET_ACCESS_KEY: 's3cret-word',
};

test('backups go to a folder or a bucket, sealed to keys or a password', () => {
  assert.equal(readConfig({}).backups, undefined);
  const { backups, s3 } = readConfig({ ...bucket, COUNTERSIGN_BACKUP_KEEP: '30d' });
  assert.deepEqual(backups, {
    to: 's3://backups/countersign',
    everyMs: 86_400_000,
    keep: { days: 30 },
    sealedTo: { recipients: ['age1abc', 'age1def'] },
    withMasterKey: false,
  });
  assert.equal(s3?.endpoint, 'https://s3.us-east-1.amazonaws.com');
  const folder = { COUNTERSIGN_BACKUP_TO: '/backups', COUNTERSIGN_BACKUP_PASSWORD: 's3cret-password' };
  const config = readConfig({
    ...folder,
    COUNTERSIGN_BACKUP_KEEP: '7',
    COUNTERSIGN_BACKUP_WITH_MASTER_KEY: 'yes',
  });
  assert.deepEqual([config.backups?.keep, config.backups?.withMasterKey], [{ newest: 7 }, true]);
  assert.doesNotMatch(JSON.stringify([backups, s3, config]), /s3cret/);
});

test('a setting of backups that is wrong says which, and repeats no secret', () => {
  for (const [settings, fault] of [
    [{ ...bucket, COUNTERSIGN_BACKUP_TO: 's3://Backups/../x y' }, /^COUNTERSIGN_BACKUP_TO is not right/],
    [{ ...bucket, COUNTERSIGN_S3_SECRET_ACCESS_KEY: '' }, /SECRET_ACCESS_KEY belong together/],
    [{ ...bucket, COUNTERSIGN_S3_ENDPOINT: 'https://s3.example.com/x' }, /^COUNTERSIGN_S3_ENDPOINT is not/],
    [{ ...bucket, COUNTERSIGN_BACKUP_RECIPIENTS: '' }, /^COUNTERSIGN_BACKUP_RECIPIENTS or .* must be set/],
    [{ ...bucket, COUNTERSIGN_BACKUP_PASSWORD: 's3cret-password' }, /must be set, and not both/],
    [{ ...bucket, COUNTERSIGN_BACKUP_RECIPIENTS: 'ssh-ed25519' }, /^COUNTERSIGN_BACKUP_RECIPIENTS is not/],
    [{ ...bucket, COUNTERSIGN_BACKUP_TO: '' }, /^COUNTERSIGN_BACKUP_TO is missing/],
    [{ ...bucket, COUNTERSIGN_BACKUP_EVERY: '0' }, /^COUNTERSIGN_BACKUP_EVERY is not right/],
    [{ ...bucket, COUNTERSIGN_BACKUP_KEEP: '2w' }, /^COUNTERSIGN_BACKUP_KEEP is not right/],
    [
      { COUNTERSIGN_BACKUP_TO: 'x', COUNTERSIGN_BACKUP_PASSWORD: 's3cret' },
      /^COUNTERSIGN_BACKUP_PASSWORD is not/,
    ],
  ] as const) {
    const said = faultsOf(settings);
    assert.match(said, fault);
    assert.doesNotMatch(said, /s3cret/);
  }
});
