import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { isError } from '../contract/is-error.ts';
import { type Answer, CLIENT_ID, CLIENT_SECRET, startInProcess } from '../harness.ts';

const FORM = 'application/x-www-form-urlencoded';
const key = `client_id=${CLIENT_ID}&client_secret=${CLIENT_SECRET}`;

async function loggingIn(t: TestContext) {
  const server = await startInProcess(t);
  const call = async (
    method: 'POST' | 'DELETE',
    url: string,
    { headers = {}, payload }: { headers?: Record<string, string>; payload?: string } = {},
  ): Promise<Answer> => {
    const answer = await server.app.inject({
      method,
      url,
      headers,
      ...(payload !== undefined && { payload }),
    });
    const body = answer.headers['content-type'] ? answer.json() : answer.payload;
    return { status: answer.statusCode, headers: answer.headers, body };
  };
  const login = (payload?: string, type?: string, query = '') =>
    call('POST', `/api/4.0/login${query}`, {
      ...(type !== undefined && { headers: { 'content-type': type } }),
      ...(payload !== undefined && { payload }),
    });
  const token = async (): Promise<string> => (await login(key, FORM)).body.access_token;
  return { ...server, call, login, token };
}

test('login takes the key in every way that clients send it', async (t) => {
  const { login, as } = await loggingIn(t);
  const ways: [string | undefined, string | undefined, string?][] = [
    [key, FORM],
    [key, `${FORM}; charset=utf-8`],
    [key, undefined],
    [`grant_type=client_credentials&${key}&x=1`, FORM],
    [undefined, undefined, `?${key}`],
    ['', FORM, `?${key}`],
    ['', 'application/json', `?${key}`],
    [JSON.stringify({ client_id: CLIENT_ID, client_secret: CLIENT_SECRET }), 'application/json'],
    [`client_id=${CLIENT_ID}`, FORM, `?client_secret=${CLIENT_SECRET}`],
  ];
  for (const [payload, type, query] of ways) {
    const { status, headers, body } = await login(payload, type, query);
    assert.equal(status, 200, JSON.stringify([payload, type, query]));
    assert.match(String(headers['content-type']), /^application\/json/);
    assert.equal(headers['cache-control'], 'no-store');
    const { access_token, ...rest } = body;
    assert.match(access_token, /^[A-Za-z0-9]{40}$/);
    assert.deepEqual(rest, { token_type: 'Bearer', expires_in: 3600, refresh_token: null });
    assert.equal((await as(access_token).get('/user')).status, 200);
  }
});

test('login without one of the two names is 400 and says which', async (t) => {
  const { login } = await loggingIn(t);
  const missing: [string | undefined, string][] = [
    [undefined, 'client_id'],
    ['', 'client_id'],
    [`client_id=${CLIENT_ID}`, 'client_secret'],
    [`client_secret=${CLIENT_SECRET}`, 'client_id'],
    [`client_id=&client_secret=${CLIENT_SECRET}`, 'client_id'],
    [`client_id=a&client_id=b&client_secret=${CLIENT_SECRET}`, 'client_id'],
  ];
  for (const [payload, name] of missing) {
    const answer = await login(payload, FORM);
    isError(answer, 400, new RegExp(`send ${name} once`));
    assert.match(answer.body.documentation_url, /\/400\/post\/login$/);
  }
  for (const payload of ['null', '[]', '"x"', '7', '{"client_id":7,"client_secret":{}}']) {
    isError(await login(payload, 'application/json'), 400, /client_id/);
  }
});

test('a wrong, unknown or disabled key is 404, without a difference (CVE-2025-6010, CVE-2025-6011 of Vault, GHSA-45gq-q4xh-cp53 of vantage6)', async (t) => {
  const { login, admin, userWithRoles } = await loggingIn(t);
  const { id } = await userWithRoles('User');
  const theirs = (await admin.post(`/users/${id}/credentials_api3`)).body;
  const sent = `client_id=${theirs.client_id}&client_secret=${theirs.client_secret}`;
  assert.equal((await login(sent, FORM)).status, 200);
  await admin.patch(`/users/${id}`, { is_disabled: true });
  const wrong = [
    sent,
    `client_id=${CLIENT_ID}&client_secret=wrong`,
    `client_id=nobody&client_secret=${CLIENT_SECRET}`,
    `client_id=${CLIENT_ID.toUpperCase()}&client_secret=${CLIENT_SECRET}`,
    `client_id=%00&client_secret=%FF`,
    `client_id=${'x'.repeat(10_000)}&client_secret=${'y'.repeat(10_000)}`,
  ];
  const bodies = await Promise.all(wrong.map(async (payload) => (await login(payload, FORM)).body));
  for (const payload of wrong) isError(await login(payload, FORM), 404, 'Not found');
  assert.equal(new Set(bodies.map((body) => JSON.stringify(body))).size, 1);
});

test('a token dies after its hour', async (t) => {
  const { as, token, clock } = await loggingIn(t);
  const api = as(await token());
  clock.nowMs += 3_599_999;
  assert.equal((await api.get('/user')).status, 200);
  clock.nowMs += 1;
  isError(await api.get('/user'), 401, 'Requires authentication.');
});

test('an administrator acts as another user and keeps their own token', async (t) => {
  const { admin, adminToken, call, as } = await loggingIn(t);
  const { id } = (await admin.post('/users')).body;
  const headers = { authorization: `token ${adminToken}` };
  const json = { ...headers, 'content-type': 'application/json' };
  for (const sent of [{ headers }, { headers: json }, { headers: json, payload: '{}' }]) {
    for (const query of ['', '?associative=false', '?associative=true']) {
      const { status, body } = await call('POST', `/api/4.0/login/${id}${query}`, sent);
      assert.equal(status, 200);
      assert.equal((await as(body.access_token).get('/user')).body.id, id);
      assert.equal((await as(body.access_token).delete('/logout')).status, 204);
    }
  }
  assert.equal((await admin.get('/user')).body.id, '1');
  isError(await call('POST', `/api/4.0/login/${id}?associative=maybe`, { headers }), 400, /associative/);
  isError(await call('POST', '/api/4.0/login/999999', { headers }), 404, 'Not found');
  isError(await call('POST', `/api/4.0/login/${id}`), 401, 'Requires authentication.');
});

test('acting as another user needs the permission, and the user to be enabled', async (t) => {
  const { admin, userWithRoles } = await loggingIn(t);
  const { id, api } = await userWithRoles('Support');
  isError(await api.post('/login/1'), 403, /login_as/);
  isError(await api.post(`/login/${id}`), 403, /login_as/);
  isError(await api.post('/login/999999'), 404, 'Not found');
  await admin.patch(`/users/${id}`, { is_disabled: true });
  isError(await admin.post(`/login/${id}`), 404, 'Not found');
  isError(await api.get('/user'), 401, 'Requires authentication.');
});

test('logout ends the token, on every path and with both schemes', async (t) => {
  const { call, token } = await loggingIn(t);
  for (const path of ['/api/4.0/logout', '/api/logout', '/api/4.0//logout']) {
    for (const scheme of ['Bearer', 'token']) {
      const authorization = `${scheme} ${await token()}`;
      const { status, headers, body } = await call('DELETE', path, { headers: { authorization } });
      assert.equal(status, 204);
      assert.equal(body, '');
      assert.equal(headers['content-type'], undefined);
      const python = { authorization, 'content-type': 'application/json' };
      isError(await call('DELETE', path, { headers: python }), 404, 'Not found');
    }
    isError(await call('DELETE', path), 401, 'Requires authentication.');
    isError(await call('DELETE', path, { headers: { authorization: 'nonsense' } }), 404, 'Not found');
  }
});

test('logout ends no other token', async (t) => {
  const { as, token } = await loggingIn(t);
  const [one, other] = [await token(), await token()];
  assert.equal((await as(one).delete('/logout')).status, 204);
  isError(await as(one).get('/user'), 401, 'Requires authentication.');
  assert.equal((await as(other).get('/user')).status, 200);
});

test('versions and liveness are there for everybody', async (t) => {
  const { app } = await loggingIn(t);
  const headers = { host: 'id.example.com', authorization: 'Bearer nonsense' };
  for (const url of ['/api/4.0/versions', '/versions']) {
    const { statusCode, body } = await app.inject({ url, headers });
    assert.equal(statusCode, 200);
    const { looker_release_version, current_version, supported_versions, api_server_url } = JSON.parse(body);
    assert.match(looker_release_version, /^\d+\.\d+/);
    assert.equal(api_server_url, 'http://id.example.com');
    assert.deepEqual(supported_versions, [current_version]);
    assert.deepEqual(current_version, {
      version: '4.0',
      full_version: '4.0.23.6',
      status: 'current',
      swagger_url: 'http://id.example.com/api/4.0/swagger.json',
    });
  }
  const few = await app.inject('/api/4.0/versions?fields=supported_versions(version)');
  assert.deepEqual(few.json(), { supported_versions: [{ version: '4.0' }] });
  for (const method of ['GET', 'HEAD'] as const) {
    const alive = await app.inject({ method, url: '/alive' });
    assert.deepEqual([alive.statusCode, alive.payload], [200, '']);
  }
});

test('links start with the public URL when there is one, wherever a request came to', async (t) => {
  const { admin, app } = await startInProcess(t, { COUNTERSIGN_PUBLIC_URL: 'https://id.example.com/' });
  assert.equal((await admin.get('/user')).body.url, 'https://id.example.com/api/4.0/users/1');
  const answer = await app.inject({ url: '/api/4.0/user', headers: { host: 'evil.example' } });
  assert.equal(answer.json().documentation_url, 'https://id.example.com/docs/errors/4.0/401/get/user');
});
