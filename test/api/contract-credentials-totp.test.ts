import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { isError } from '../contract/is-error.ts';
import { type Answer, startInProcess, type TestServer } from '../harness.ts';

async function withUser(t: TestContext) {
  const server = await startInProcess(t);
  const { id } = (await server.admin.post('/users', { first_name: 'Ada' })).body;
  return { ...server, id: id as string, path: `/users/${id}/credentials_totp` };
}

/** A request with any headers and any bytes for a body. */
async function post(
  { app, adminToken }: TestServer,
  path: string,
  { type, payload }: { type?: string; payload?: string },
): Promise<{ status: number; body: unknown }> {
  const answer = await app.inject({
    method: 'POST',
    url: `/api/4.0${path}`,
    headers: {
      authorization: `token ${adminToken}`,
      ...(type !== undefined && { 'content-type': type }),
    },
    ...(payload !== undefined && { payload }),
  });
  return { status: answer.statusCode, body: answer.json() };
}

test('a new two-factor credential has the six properties of the contract', async (t) => {
  const { admin, path, id, clock } = await withUser(t);
  clock.nowMs = Date.parse('2026-11-24T12:00:00.070Z');
  const { status, headers, body } = await admin.post(path);
  assert.equal(status, 200);
  assert.match(String(headers['content-type']), /^application\/json/);
  assert.match(body.url, new RegExp(`^http://[^/]+/api/4\\.0/users/${id}/credentials_totp$`));
  const { url: _, ...rest } = body;
  assert.deepEqual(rest, {
    can: {},
    created_at: '2026-11-24T12:00:00.070+00:00',
    is_disabled: false,
    type: 'two-factor',
    verified: false,
  });
  assert.deepEqual((await admin.get(path)).body, body);
  assert.deepEqual((await admin.get(`/users/${id}`)).body.credentials_totp, body);
});

test('the body may be nothing, empty or null, and what is read-only is ignored in any form', async (t) => {
  const server = await withUser(t);
  const bodies = [
    {},
    { type: 'application/json' },
    { type: 'application/json', payload: '' },
    { type: 'application/json', payload: ' \n' },
    { type: 'application/json', payload: '{}' },
    { type: 'application/json', payload: 'null' },
    { type: 'application/json; charset=utf-8', payload: '{"verified":true,"is_disabled":true}' },
    {
      type: 'application/json',
      payload: '{"can":7,"created_at":[],"type":{},"verified":"x","url":0,"x":null}',
    },
    // What SDKs send: a header without a value, the form type on JSON, a type for nothing.
    { type: '' },
    { type: 'application/x-www-form-urlencoded', payload: '{"verified":true}' },
    { type: 'text/plain' },
  ];
  for (const sent of bodies) {
    const { status, body } = await post(server, server.path, sent);
    assert.equal(status, 200, JSON.stringify(sent));
    const { verified, is_disabled, type } = body as Record<string, unknown>;
    assert.deepEqual(
      { verified, is_disabled, type },
      { verified: false, is_disabled: false, type: 'two-factor' },
    );
    assert.equal((await server.admin.delete(server.path)).status, 204);
  }
});

test('a body that is not an object is 422 and makes nothing', async (t) => {
  const server = await withUser(t);
  for (const payload of ['[]', '"text"', '7', 'true', 'false', '[{}]']) {
    const { status, body } = await post(server, server.path, { type: 'application/json', payload });
    const { message, errors, documentation_url } = body as Answer['body'];
    assert.equal(status, 422, payload);
    assert.equal(message, 'Validation Failed');
    assert.deepEqual(errors, [
      { field: 'body', code: 'invalid', message: "'body' must be of type object.", documentation_url },
    ]);
    assert.match(documentation_url, /422\/post\/users\/:user_id\/credentials_totp$/);
  }
  isError(await server.admin.get(server.path), 404, 'Not found');
});

test('what is malformed is 400', async (t) => {
  const server = await withUser(t);
  const { admin, path } = server;
  const { status, body } = await post(server, path, { type: 'application/json', payload: '{"verified":' });
  assert.equal(status, 400);
  assert.match((body as Answer['body']).message, /not valid JSON/);
  isError(await admin.get(`${path}?fields=can(`), 400, /parentheses/);
  isError(await admin.get(`${path}?fields=url&fields=can`), 400, /fields/);
  await admin.post(path);
  const bad = await server.app.inject({
    method: 'DELETE',
    url: `/api/4.0${path}`,
    headers: { authorization: `Bearer ${server.adminToken}`, 'content-type': 'application/json' },
    payload: '{',
  });
  assert.equal(bad.statusCode, 400);
  assert.equal((await admin.get(path)).status, 200, 'a request that is 400 changes nothing');
});

test('without a token, or with a wrong one, each of the three is 401', async (t) => {
  const { as, path } = await withUser(t);
  for (const token of [null, 'x'.repeat(40)]) {
    for (const answer of [
      await as(token).get(path),
      await as(token).post(path),
      await as(token).delete(path),
      await as(token).get('/users/999999/credentials_totp'),
    ]) {
      isError(answer, 401, 'Requires authentication.');
    }
  }
});

test('a caller who may not is told which permission is missing', async (t) => {
  const { path, userWithRoles } = await withUser(t);
  const { api } = await userWithRoles('User');
  isError(await api.get(path), 403, /see_users/);
  isError(await api.post(path), 403, /enroll_two_factor/);
  isError(await api.delete(path), 403, /reset_two_factor/);
});

test('a user sees their own credential', async (t) => {
  const { admin, userWithRoles } = await withUser(t);
  const { id, api } = await userWithRoles('User');
  const path = `/users/${id}/credentials_totp`;
  isError(await api.get(path), 404, 'Not found');
  await admin.post(path);
  assert.equal((await api.get(path)).body.type, 'two-factor');
});

test('no such user, or no credential, is 404', async (t) => {
  const { admin, path } = await withUser(t);
  for (const absent of [path, '/users/999999/credentials_totp']) {
    isError(await admin.get(absent), 404, 'Not found');
    isError(await admin.delete(absent), 404, 'Not found');
  }
  isError(await admin.post('/users/999999/credentials_totp'), 404, 'Not found');
});

test('a second credential is 409, and the first stays', async (t) => {
  const { admin, path, id } = await withUser(t);
  const { body } = await admin.post(path);
  isError(
    await admin.post(path),
    409,
    `User ${id} already has a two-factor credential. Delete it first to start over.`,
  );
  assert.deepEqual((await admin.get(path)).body, body);
});

test('deleting answers 204 without a body or a content type', async (t) => {
  const { admin, path } = await withUser(t);
  await admin.post(path);
  const { status, headers, body } = await admin.delete(path);
  assert.equal(status, 204);
  assert.equal(body, '');
  assert.equal(headers['content-type'], undefined);
  assert.equal(headers['x-content-type-options'], 'nosniff');
  isError(await admin.get(path), 404, 'Not found');
  isError(await admin.delete(path), 404, 'Not found');
});

test('many new credentials for one user are 429 and say when to come back', async (t) => {
  const { admin, path, clock } = await withUser(t);
  for (let made = 0; made < 60; made++) {
    assert.equal((await admin.post(path)).status, 200);
    assert.equal((await admin.delete(path)).status, 204);
  }
  const refused = await admin.post(path);
  isError(refused, 429, /^Too many requests .* Try again in 10 s\.$/);
  assert.equal(refused.headers['retry-after'], '10');
  isError(await admin.get(path), 404, 'Not found');
  clock.nowMs += 10_000;
  assert.equal((await admin.post(path)).status, 200);
});

test('fields leaves what was asked for', async (t) => {
  const { admin, path, id } = await withUser(t);
  await admin.post(path);
  const keys = async (fields: string): Promise<string[]> =>
    Object.keys((await admin.get(`${path}?fields=${encodeURIComponent(fields)}`)).body).toSorted();
  const all = ['can', 'created_at', 'is_disabled', 'type', 'url', 'verified'];
  assert.deepEqual(await keys('type,verified'), ['type', 'verified']);
  assert.deepEqual(await keys(' type ,\n\tverified , '), ['type', 'verified']);
  assert.deepEqual(await keys('can(x),type'), ['can', 'type']);
  assert.deepEqual(await keys('secret,sealed_seed,nothing'), []);
  assert.deepEqual(await keys('type,type,__proto__,constructor'), ['type']);
  assert.deepEqual(await keys(''), all);
  assert.deepEqual(await keys(' '), all);
  const nested = await admin.get(`/users/${id}?fields=id,credentials_totp(verified,is_disabled)`);
  assert.deepEqual(nested.body, { credentials_totp: { is_disabled: false, verified: false }, id });
  const whole = await admin.get(`/users/${id}?fields=credentials_totp,credentials_email`);
  assert.deepEqual(Object.keys(whole.body).toSorted(), ['credentials_email', 'credentials_totp']);
  assert.deepEqual(Object.keys(whole.body.credentials_totp).toSorted(), all);
  assert.equal(whole.body.credentials_email, null);
  await admin.delete(path);
  assert.deepEqual((await admin.post(`${path}?fields=verified`)).body, { verified: false });
});

test('a disabled user has a disabled credential', async (t) => {
  const { admin, path, id } = await withUser(t);
  await admin.post(path);
  await admin.patch(`/users/${id}`, { is_disabled: true });
  assert.equal((await admin.get(path)).body.is_disabled, true);
  await admin.patch(`/users/${id}`, { is_disabled: false });
  assert.equal((await admin.get(path)).body.is_disabled, false);
});
