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
