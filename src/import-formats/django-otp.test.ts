import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture, keysIn } from '../../test/import-fixtures.ts';

test('django-otp: devices come over with the e-mail address of their user, or say why not', async () => {
  const totp = (id: number) => `device ${id} of otp_totp.totpdevice:`;
  assert.deepEqual(await keysIn(fixture('django-otp.json')), {
    format: 'django-otp dump',
    keys: [
      `${totp(1)} ada@example.com 12345678901234567890 SHA1 6 30`,
      `${totp(2)} grace 12345678901234567890 SHA1 8 60`,
      `${totp(3)} eve@example.com the user is disabled`,
      `${totp(4)} ada@example.com its enrolment is not complete`,
      `${totp(5)} ada@example.com its time does not begin in 1970`,
      `${totp(6)} ada@example.com the secret is not in hexadecimal`,
      `${totp(7)} linus 12345678901234567890 SHA1 6 30`,
      `${totp(8)} 99 12345678901234567890 SHA1 6 30`,
      'device 1 of otp_hotp.hotpdevice: grace it counts instead of going by time (HOTP)',
      `${totp(10)} ada@example.com 12345678901234567890 SHA1 6 30`,
    ],
  });
});

test('django-otp: whoever is disabled stays out, however the dump names users', async () => {
  const user = (fields: object, pk?: string) => ({
    model: 'people.person',
    ...(pk && { pk }),
    fields: { password: 'canary', ...fields },
  });
  const device = (pk: number, name: string) => ({
    model: 'otp_totp.totpdevice',
    pk,
    fields: {
      user: [name],
      confirmed: true,
      key: '3132333435363738393031323334353637383930',
      step: 30,
      t0: 0,
      digits: 6,
    },
  });
  const ada = { username: 'ada', email: 'ada@example.com', is_active: true };
  const eve = { username: 'eve', email: 'eve@example.com', is_active: false };
  const dumps = {
    'users without a primary key, as --natural-primary writes them': [
      user(eve),
      user(ada),
      device(1, 'ada'),
      device(2, 'eve'),
    ],
    'users who have an e-mail address and no user name': [
      user({ ...ada, username: undefined }, 'a1'),
      user({ ...eve, username: undefined }, 'e1'),
      device(1, 'ada@example.com'),
      device(2, 'eve@example.com'),
    ],
    'users who sign in by something else': [
      user({ ...ada, username: undefined, staff_id: 'S1' }, 'a1'),
      user({ ...eve, username: undefined, staff_id: 'S2' }, 'e1'),
      device(1, 'S1'),
      device(2, 'S2'),
    ],
  };
  for (const [what, dump] of Object.entries(dumps)) {
    assert.deepEqual(
      (await keysIn(JSON.stringify(dump))).keys,
      [
        'device 1 of otp_totp.totpdevice: ada@example.com 12345678901234567890 SHA1 6 30',
        'device 2 of otp_totp.totpdevice: eve@example.com the user is disabled',
      ],
      what,
    );
  }
});

test('django-otp: nobody gets another one’s key by calling themselves so in some field', async () => {
  const user = (fields: object) => ({ model: 'people.person', fields: { password: 'canary', ...fields } });
  const device = (pk: number, ...name: string[]) => ({
    model: 'otp_totp.totpdevice',
    pk,
    fields: {
      ...(name.length && { user: name }),
      confirmed: true,
      key: '3132333435363738393031323334353637383930',
      step: 30,
      t0: 0,
      digits: 6,
    },
  });
  const dump = [
    user({ staff_id: 'S1', email: 'ada@example.com', first_name: 'Ada', is_active: true }),
    user({ staff_id: 'S2', email: 'eve@example.com', username: 'S1', first_name: 'S1', is_active: true }),
    user({ staff_id: 'S3', email: 'bob@example.com', is_active: true }),
    user({ staff_id: 'S3', email: 'rob@example.com', is_active: true }),
    ...[device(1, 'S1'), device(2, 'S2'), device(3, 'S3'), device(4)],
  ];
  const whose = (await keysIn(JSON.stringify(dump))).keys.map((key) => key.replace(/^.*totpdevice: /, ''));
  assert.deepEqual(whose, [
    'ada@example.com 12345678901234567890 SHA1 6 30',
    'eve@example.com 12345678901234567890 SHA1 6 30',
    'several users in it are “S3”',
    'the account is missing',
  ]);
});
