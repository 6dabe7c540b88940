import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isError } from '../../test/contract/is-error.ts';
import { startInProcess } from '../../test/harness.ts';

const services = ['google', 'ldap', 'looker_openid', 'oidc', 'saml'];

test('nobody has a credential of a service that nobody signs in through', async (t) => {
  const { admin, as, userWithRoles } = await startInProcess(t);
  const plain = await userWithRoles();
  for (const service of services) {
    for (const id of ['1', '999', 'x']) {
      const path = `/users/${id}/credentials_${service}`;
      isError(await admin.get(path), 404, 'Not found');
      isError(await admin.delete(path), 404, 'Not found');
      isError(await as(null).get(path), 401, 'Requires authentication.');
    }
    isError(await plain.api.get(`/users/${plain.id}/credentials_${service}`), 404, 'Not found');
    isError(await plain.api.get(`/users/1/credentials_${service}`), 403, /see_users/);
    isError(await plain.api.delete(`/users/${plain.id}/credentials_${service}`), 403, /manage_users/);
  }
});

test('a user is found by what they sign in with', async (t) => {
  const { admin } = await startInProcess(t);
  const me = (await admin.get('/user')).body;
  for (const id of ['admin@example.com', 'ADMIN%40EXAMPLE.com']) {
    assert.deepEqual((await admin.get(`/users/credential/email/${id}`)).body, me);
  }
  assert.equal((await admin.get('/users/credential/api3/test-client?fields=id')).body.id, '1');
  for (const [kind, id] of [
    ['email', 'nobody@example.com'],
    ['email', 'admin@example.co%'],
    ['api3', 'TEST-CLIENT'],
    ['api3', '1'],
    ['embed', '1'],
    ['api', '1'],
    ['totp', '1'],
    ['__proto__', '1'],
    ['constructor', '1'],
    ['google', 'admin@example.com'],
    ['ldap', '1'],
    ['saml', '1'],
    ['oidc', '1'],
    ['looker_openid', 'admin@example.com'],
    ['nonsense', "' OR 1=1"],
  ] as const) {
    isError(await admin.get(`/users/credential/${kind}/${encodeURIComponent(id)}`), 404, 'Not found');
  }
});
