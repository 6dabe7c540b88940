import { writeFileSync } from 'node:fs';
import { makeSignature, symmetricEncrypt } from 'better-auth/crypto';
import { getMigrations } from 'better-auth/db/migration';
import { openAuth } from './auth.ts';

/**
 * Makes a database with users of whom each has given the right password and not yet the code, and a file with what
 * the request of each needs: the cookie and the secret.
 */
const [path = '', file = '', count = '0'] = process.argv.slice(2);
const { auth, database } = openAuth(path);
const { runMigrations } = await getMigrations(auth.options);
await runMigrations();
const context = await auth.$context;
const { adapter, internalAdapter, secret: key, secretConfig } = context;
const cookie = context.createAuthCookie('two_factor').name;

const requests: { cookie: string; secret: string }[] = [];
database.exec('BEGIN');
for (let index = 0; index < Number(count); index++) {
  const user = await internalAdapter.createUser({
    email: `person-${index}@example.com`,
    name: `Person ${index}`,
    emailVerified: true,
  });
  await internalAdapter.updateUser(user.id, { twoFactorEnabled: true });
  const secret = `bench-${index}`.padEnd(32, '-');
  await adapter.create({
    model: 'twoFactor',
    data: {
      userId: user.id,
      secret: await symmetricEncrypt({ key: secretConfig, data: secret }),
      backupCodes: await symmetricEncrypt({ key: secretConfig, data: '[]' }),
      verified: true,
    },
  });
  // What its answer to the right password leaves behind: see its plugin's hook after /sign-in/email.
  const identifier = `2fa-bench-${index}`;
  const expiresAt = new Date(Date.now() + 3_600_000);
  await internalAdapter.createVerificationValue({ identifier, value: user.id, expiresAt });
  await internalAdapter.createVerificationValue({
    identifier: `2fa-attempts-${identifier}`,
    value: '0',
    expiresAt,
  });
  const signed = encodeURIComponent(`${identifier}.${await makeSignature(identifier, key)}`);
  requests.push({ cookie: `${cookie}=${signed}`, secret });
}
database.exec('COMMIT');
database.close();
writeFileSync(file, JSON.stringify(requests));
