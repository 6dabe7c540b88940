import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { codeAt } from './authenticator.ts';
import { Clients } from './faults/clients.ts';
import { nodesOn, scratchOf } from './faults/nodes.ts';
import {
  type Answer,
  type Api,
  apiAt,
  logIn,
  type ServerProcess,
  scratchFolder,
  spawnServer,
} from './harness.ts';
import { needsPostgres, type Postgres, startPostgres } from './postgres.ts';

const skip = needsPostgres();
const AT_ONCE = 100;

/** One serves all tests but the one that kills it. */
let postgres: Promise<Postgres> | undefined;

async function twoNodes(t: TestContext) {
  postgres ??= startPostgres(scratchOf(t));
  const nodes = await nodesOn(t, await postgres);
  // Both at their very first start.
  const [one, other] = await Promise.all([nodes.node(), nodes.node()]);
  const token = await logIn(one.origin);
  return { ...nodes, one, other, token, here: apiAt(one.origin, token), there: apiAt(other.origin, token) };
}

async function enrolled(api: Api): Promise<{ id: string; secret: string }> {
  const { id } = (await api.post('/users', { first_name: 'Ada' })).body;
  await api.post(`/users/${id}/credentials_totp`);
  const { secret } = (await api.post(`/users/${id}/credentials_totp/enrollment`)).body;
  return { id, secret };
}

/** Sends a change until it is done: a busy database may ask to come again. */
async function done(send: () => Promise<Answer>): Promise<Answer> {
  let answer = await send();
  for (let tries = 0; answer.status === 503 && tries < 5; tries++) answer = await send();
  assert(answer.status < 300, `${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
}

test('one code, one success, on however many nodes it is sent at once', { skip }, async (t) => {
  const { here, there } = await twoNodes(t);
  const { id, secret } = await enrolled(here);
  const accepted = async (path: string, code: string) => {
    const answers = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, index) =>
        (index % 2 ? here : there).post(`/users/${id}/${path}`, { code }),
      ),
    );
    const statuses = new Set(answers.map(({ status }) => status));
    assert.deepEqual([...statuses], [200], 'nobody is sent away');
    return answers.filter(({ body }) => body.accepted).length;
  };
  const nowMs = Date.now();
  assert.equal(await accepted('credentials_totp/verify', codeAt(secret, nowMs)), 1);
  assert.equal(await accepted('credentials_totp/verify', codeAt(secret, nowMs + 30_000)), 1);
  const { codes } = (await there.post(`/users/${id}/recovery_codes`)).body;
  assert.equal(await accepted('recovery_codes/verify', codes[0]), 1);
  const created = (await there.post('/users')).body.id;
  const answers = await Promise.all(
    Array.from({ length: AT_ONCE }, (_, index) =>
      (index % 2 ? here : there).post(`/users/${created}/credentials_totp`),
    ),
  );
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  assert.equal(answers.filter(({ status }) => status === 409).length, AT_ONCE - 1);
});

test('wrong codes cost the same budget, whichever node they are sent to', { skip }, async (t) => {
  const { here, there } = await twoNodes(t);
  const { id, secret } = await enrolled(here);
  const path = `/users/${id}/credentials_totp/verify`;
  assert.equal((await here.post(path, { code: codeAt(secret, Date.now()) })).body.accepted, true);
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      (index % 2 ? here : there).post(path, { code: String(200_000 + index) }),
    ),
  );
  const looked = answers.filter(({ status }) => status === 200).length;
  assert.equal(answers.filter(({ status }) => status === 429).length, 60 - looked);
  assert(looked <= 5, `${looked} of 60 were looked at`);
});

test('what one node has answered holds for the next request to the other', { skip }, async (t) => {
  const { one, other, here, there } = await twoNodes(t);
  const { id } = (await here.post('/users', { first_name: 'Ada' })).body;
  const support = (await here.get('/roles')).body.find((role: { name: string }) => role.name === 'Support');
  for (let round = 0; round < 5; round++) {
    await here.put(`/users/${id}/roles`, [support.id]);
    const { access_token } = (await here.post(`/login/${id}`)).body;
    const theirs = apiAt(other.origin, access_token);
    assert.equal((await theirs.get('/groups')).status, 200, 'a token and a role');
    await here.put(`/users/${id}/roles`, []);
    assert.equal((await theirs.get('/groups')).status, 403, 'a role that was taken away');
    await apiAt(one.origin, access_token).delete('/logout');
    assert.equal((await theirs.get('/user')).status, 401, 'a token that was ended');
  }
  await done(() => here.patch('/password_config', { min_length: 20 }));
  assert.equal((await there.get('/password_config')).body.min_length, 20);
  const key = (await done(() => here.post('/users/1/credentials_api3'))).body;
  assert.equal(typeof (await logIn(other.origin, key.client_id, key.client_secret)), 'string');
  await done(() => there.delete(`/users/1/credentials_api3/${key.id}`));
  assert.equal(await logIn(one.origin, key.client_id, key.client_secret), undefined);
});

test('a database that was put back to an older state is noticed where the data folder knows better', {
  skip,
}, async (t) => {
  postgres ??= startPostgres(scratchOf(t));
  const server = await postgres;
  const folder = scratchFolder(t);
  const database = await server.create();
  const start = (name: string) => spawnServer(t, folder, { DATABASE_URL: server.url(name) });

  const first = await start(database);
  const api = apiAt(first.origin, await logIn(first.origin));
  const { id, secret } = await enrolled(api);
  await api.post(`/users/${id}/credentials_totp/verify`, { code: codeAt(secret, Date.now()) });
  const { codes } = (await api.post(`/users/${id}/recovery_codes`)).body;
  await first.stop();
  const older = await server.create(database);

  const second = await start(database);
  const use = async ({ origin }: ServerProcess) =>
    (await apiAt(origin, await logIn(origin)).post(`/users/${id}/recovery_codes/verify`, { code: codes[0] }))
      .body.accepted;
  assert.equal(await use(second), true);
  await second.stop();

  const third = await start(older);
  assert.notEqual(await use(third), true);
  assert.match(third.output.stderr, /the data were put back or moved/);
});

test('a node that is killed and a database that crashes lose nothing', { skip }, async (t) => {
  const nodes = await nodesOn(t);
  const [one, other] = await Promise.all([nodes.node(), nodes.node()]);
  const clients = await Clients.start([one.origin, other.origin]);
  await clients.untilAccepted();
  await other.stop('SIGKILL');
  clients.use([one.origin]);
  const alone = await clients.untilAccepted();
  const third = await nodes.node();
  clients.use([one.origin, third.origin]);
  await nodes.postgres.stop('SIGKILL');
  await nodes.postgres.start();
  const recovered = await clients.untilAccepted();
  await clients.end(t, 'node and database killed', Math.max(alone, recovered));
  for (const { output } of [one, third]) assert.doesNotMatch(output.stderr, /"level":60/);
});
