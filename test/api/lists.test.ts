import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../src/store/sql.ts';
import { startInProcess, type TestServer } from '../harness.ts';

interface Listed {
  id: string;
}

const idsOf = (body: Listed[]): string[] => body.map(({ id }) => id);

/** Users straight into the table, named `Ann 0`, `Ann 1` …, with an address each. */
async function addUsers({ context }: TestServer, count: number): Promise<void> {
  await context.database.transaction(async (tx) => {
    for (let n = 0; n < count; n++) {
      const row = await tx.get<{ id: number }>(sql`
        INSERT INTO users (first_name, first_name_key, last_name, last_name_key, created_at)
        VALUES ('Ann', 'ann', ${`Number ${n}`}, ${`number ${n}`}, 0) RETURNING id`);
      const email = `ann.${n}@example.com`;
      await tx.run(sql`
        INSERT INTO credentials_email (user_id, email, email_key, created_at)
        VALUES (${row?.id ?? 0}, ${email}, ${email}, 0)`);
    }
  });
}

test('a list of every user is complete, in order and well formed, however long it is', async (t) => {
  const server = await startInProcess(t);
  await addUsers(server, 3_210);
  const { status, headers, body } = await server.admin.get('/users?fields=id,email');
  assert.equal(status, 200);
  assert.match(String(headers['content-type']), /^application\/json/);
  assert.equal(body.length, 3_211);
  const ids = idsOf(body).map(Number);
  assert.deepEqual(
    ids,
    ids.toSorted((a, b) => a - b),
  );
  assert.deepEqual(Object.keys(body[7]), ['email', 'id']);
  const sorted = await server.admin.get('/users?sorts=last_name desc&fields=last_name,id');
  assert.equal(sorted.body.length, 3_211);
  assert.equal(sorted.body[0].last_name, 'Number 999');
});

test('others are answered while a long list is sent, however fast it is read', async (t) => {
  const server = await startInProcess(t);
  await addUsers(server, 2_000);
  for (const path of ['/users', '/users?limit=100000', '/users/search?first_name=a%25&limit=2000&offset=0']) {
    const order: string[] = [];
    const list = server.admin.get(path).then(({ body }) => order.push(`${body.length >= 2_000} ${path}`));
    await new Promise((resolve) => setImmediate(resolve));
    const one = server.admin.get('/users/1').then(() => order.push('one user'));
    await Promise.all([list, one]);
    assert.deepEqual(order, ['one user', `true ${path}`]);
  }
});

test('a long part of a list says what comes before and after it', async (t) => {
  const server = await startInProcess(t);
  await addUsers(server, 2_000);
  const read = async (path: string) => {
    const { headers, body } = await server.admin.get(path);
    const links = [...String(headers.link).matchAll(/offset=(\d+)>; rel="(\w+)"/g)];
    return [body.length, headers['x-total-count'], Object.fromEntries(links.map(([, at, rel]) => [rel, at]))];
  };
  assert.deepEqual(await read('/users?fields=id&limit=1500&offset=10'), [
    1_500,
    '2001',
    { first: '0', last: '1500', next: '1510', prev: '0' },
  ]);
  const search = '/users/search?first_name=a%25&last_name=%25umber%25&fields=id';
  const [, total] = await read(`${search}&limit=1500`);
  assert.deepEqual(await read(`${search}&limit=2000`), [
    2_000,
    total,
    { first: '0', ...(total === undefined ? { next: '2000' } : { last: '0' }) },
  ]);
  assert.equal((await read(`${search}&limit=9007199254740991&offset=9007199254740991`))[0], 0);
});

test('an offset finds its place, also where users were deleted', async (t) => {
  const server = await startInProcess(t);
  await addUsers(server, 3_000);
  await server.context.database.transaction((tx) =>
    tx.run(sql`DELETE FROM users WHERE id BETWEEN 900 AND 2100`),
  );
  const all = idsOf((await server.admin.get('/users?fields=id')).body);
  for (const offset of [0, 1, 897, 898, 899, 1_000, 1_799, 1_800, 1_801, 5_000]) {
    const page = await server.admin.get(`/users?fields=id&limit=3&offset=${offset}`);
    assert.deepEqual(idsOf(page.body), all.slice(offset, offset + 3), `at ${offset}`);
    assert.equal(page.headers['x-total-count'], String(all.length));
  }
});

test('users are found by what is known of them', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  await addUsers(server, 30);
  const make = async (body: object): Promise<string> => (await admin.post('/users', body)).body.id;
  const zoe = await make({ first_name: 'Zoë', last_name: 'Álvarez_1' });
  const zed = await make({ first_name: 'Zed', last_name: 'ÁLVAREZ%1', is_disabled: true });
  const nobody = await make({});
  const found = async (query: string): Promise<string[]> => {
    const { status, body } = await admin.get(`/users/search?fields=id&${query}`);
    assert.equal(status, 200, query);
    return idsOf(body);
  };
  assert.deepEqual(await found('last_name=álvarez_1'), [zoe, zed], '_ is any one character');
  assert.deepEqual(await found(`last_name=${encodeURIComponent('álvarez\\_1')}`), [zoe]);
  assert.deepEqual(await found(`last_name=${encodeURIComponent('ÁLVAREZ\\%1')}`), [zed]);
  assert.deepEqual(await found(`last_name=${encodeURIComponent('ál\\')}`), []);
  assert.deepEqual(await found('first_name=z'), [], 'without a wildcard, the whole value');
  assert.deepEqual(await found('first_name=z%25'), [zoe, zed]);
  assert.deepEqual(await found('first_name=zO%C3%8B'), [zoe]);
  assert.deepEqual(await found('first_name=z%25&is_disabled=true'), [zed]);
  assert.deepEqual(await found('first_name=z%25&is_disabled=false'), [zoe]);
  assert.deepEqual(await found('first_name=IS%20NULL'), [nobody]);
  assert.equal((await found('first_name=NOT%20NULL')).length, 33);
  assert.deepEqual(await found(`id=${zed},${zoe},x,-1`), [zoe, zed]);
  assert.deepEqual(await found(`id=x`), []);
  assert.deepEqual(await found(`id=${zed}&first_name=zoë`), []);
  assert.deepEqual(await found(`id=${zed}&first_name=zoë&filter_or=true`), [zoe, zed]);
  assert.deepEqual(await found('email=ANN.7@example.com'), ['9']);
  assert.equal((await found('email=ann.1%25')).length, 11);
  assert.deepEqual(await found('email=null'), []);
  assert.equal((await found('email=IS%20NULL')).length, 3);
  assert.equal((await found('group_id=1,9')).length, 34, 'everybody is in group 1');
  assert.deepEqual(await found('group_id=9'), []);
  assert.deepEqual(await found('verified_looker_employee=true'), []);
  const byName = await admin.get(`/users/search/names/${encodeURIComponent('%ann.12@%')}?fields=id`);
  assert.deepEqual(idsOf(byName.body), ['14']);
  assert.deepEqual(idsOf((await admin.get('/users/search/names/zed?is_disabled=false')).body), []);
  const page = await admin.get('/users/search?first_name=ann&limit=10&offset=20');
  assert.equal(page.headers['x-total-count'], '30');
  assert.equal(page.body.length, 10);
  assert.equal((await admin.get('/users/search?is_disabled=maybe')).status, 400);
  assert.equal((await admin.get(`/users/search?email=${'x'.repeat(300)}`)).status, 400);
});
