import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startInProcess } from '../../test/harness.ts';

test('an API key that makes too many changes has to wait, and others do not', async (t) => {
  const { admin, as, clock } = await startInProcess(t, { COUNTERSIGN_WRITES_PER_MINUTE: '6' });
  const id = (await admin.post('/users')).body.id;
  for (let n = 0; n < 3; n++) {
    assert.equal((await admin.post(`/users/${id}/credentials_totp`)).status, 200);
    assert.equal((await admin.delete(`/users/${id}/credentials_totp`)).status, 204);
  }
  const refused = await admin.post(`/users/${id}/credentials_totp`);
  assert.equal(refused.status, 429);
  assert.equal(refused.headers['retry-after'], '10');
  assert.match(refused.body.message, /6 a minute/);
  assert.equal((await admin.get(`/users/${id}`)).status, 200, 'reading is no change');
  const itself = as((await admin.post('/login/1')).body.access_token);
  const other = await itself.post(`/users/${id}/credentials_totp`);
  assert.equal(other.status, 429, 'another token of the same key');
  clock.nowMs += 10_000;
  assert.equal((await admin.post(`/users/${id}/credentials_totp`)).status, 200);
  assert.equal((await admin.delete(`/users/${id}/credentials_totp`)).status, 429);
});
