import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../src/store/sql.ts';
import { isError } from '../contract/is-error.ts';
import { make } from '../contract/make.ts';
import { startInProcess } from '../harness.ts';

const idsIn = (body: { id: string }[]): string[] => body.map(({ id }) => id);

/** From the name of a relation to the target. */
function linksIn(header: unknown): Record<string, URL> {
  // As clients do it: they take every comma for the end of a link.
  const links = String(header).split(',');
  return Object.fromEntries(
    links.map((link) => {
      const [, target = '', relation = ''] = /^<(.+)>; rel="(\w+)"$/.exec(link) ?? [];
      return [relation, new URL(target)];
    }),
  );
}

test('ids picks users, also in quotation marks; what is no id picks nobody', async (t) => {
  const server = await startInProcess(t);
  const [a, b, c] = await make(server, 'A', 'B', 'C');
  const found = async (ids: string) =>
    idsIn((await server.admin.get(`/users?fields=id&ids=${encodeURIComponent(ids)}`)).body);
  assert.deepEqual(await found(`${c},${a}`), [a, c]);
  assert.deepEqual(await found(` ${a} , ${b},${a}`), [a, b]);
  assert.deepEqual(await found(`"${a},${c}"`), [a, c]);
  assert.deepEqual(await found(`${a},x,-1,0,999999,1e3`), [a]);
  assert.deepEqual(await found('x'), []);
  assert.deepEqual(await found(Array.from({ length: 1_500 }, (_, n) => n + 2).join()), [a, b, c]);
  assert.deepEqual(await found(''), ['1', a, b, c]);
});

test('sorts takes fields with a direction', async (t) => {
  const server = await startInProcess(t);
  const [a, b, c] = await make(server, 'Zed Beta', 'ann beta', 'Bob Alpha');
  const sorted = async (sorts: string) =>
    idsIn(
      (await server.admin.get(`/users?fields=id&ids=${a},${b},${c}&sorts=${encodeURIComponent(sorts)}`)).body,
    );
  assert.deepEqual(await sorted('first_name'), [b, c, a]);
  assert.deepEqual(await sorted('first_name desc'), [a, c, b]);
  assert.deepEqual(await sorted('last_name, first_name asc'), [c, b, a]);
  assert.deepEqual(await sorted('last_name DESC,id'), [a, b, c]);
  assert.deepEqual(await sorted('id desc'), [c, b, a]);
  assert.deepEqual(await sorted(' , '), [a, b, c]);
  const refused = await server.admin.get('/users?sorts=shoe_size');
  isError(refused, 400, /^Bad request: cannot sort by 'shoe_size'\. Sort by id, first_name, /);
});

test('a part of a list says how many there are and where the neighbours are', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const ids = ['1', ...(await make(server, 'A', 'B', 'C', 'D', 'E', 'F'))];
  const page = await admin.get('/users?fields=id,email&limit=2&offset=2&sorts=id');
  assert.deepEqual(idsIn(page.body), ids.slice(2, 4));
  assert.equal(page.headers['x-total-count'], '7');
  const links = linksIn(page.headers.link);
  assert.deepEqual(Object.keys(links).toSorted(), ['first', 'last', 'next', 'prev']);
  for (const { protocol, pathname, searchParams } of Object.values(links)) {
    assert.deepEqual([protocol, pathname], ['http:', '/api/4.0/users']);
    assert.equal(searchParams.get('fields'), 'id,email');
    assert.equal(searchParams.get('sorts'), 'id');
    assert.equal(searchParams.get('limit'), '2');
  }
  const offsets = Object.entries(links).map(([name, url]) => [name, url.searchParams.get('offset')]);
  assert.deepEqual(Object.fromEntries(offsets), { first: '0', prev: '0', next: '4', last: '6' });
  const next = await admin.get(`/users${links.next?.search}`);
  assert.deepEqual(idsIn(next.body), ids.slice(4, 6));

  const last = linksIn((await admin.get('/users?limit=2&offset=6')).headers.link);
  assert.equal('next' in last, false);
  const beyond = await admin.get('/users?limit=2&offset=70');
  assert.deepEqual([beyond.status, beyond.body, beyond.headers['x-total-count']], [200, [], '7']);
  const none = await admin.get('/users?limit=0');
  assert.deepEqual([none.body, none.headers['x-total-count']], [[], '7']);
});

test('page and per_page work, yield to limit and offset, and become them in links', async (t) => {
  const server = await startInProcess(t);
  const { admin } = server;
  const ids = ['1', ...(await make(server, 'A', 'B', 'C', 'D'))];
  const paged = await admin.get('/users?page=2&per_page=2');
  assert.deepEqual(idsIn(paged.body), ids.slice(2, 4));
  const { next } = linksIn(paged.headers.link);
  assert.deepEqual([...(next?.searchParams ?? [])].toSorted(), [
    ['limit', '2'],
    ['offset', '4'],
  ]);
  assert.deepEqual(idsIn((await admin.get('/users?per_page=3')).body), ids.slice(0, 3));
  assert.deepEqual(idsIn((await admin.get('/users?page=2&per_page=2&limit=1&offset=0')).body), ['1']);
  for (const query of ['', '?page=2', '?offset=0']) {
    const all = await admin.get(`/users${query}`);
    assert.deepEqual(idsIn(all.body), ids);
    assert.equal(all.headers.link, undefined);
    assert.equal(all.headers['x-total-count'], undefined);
  }
});

test('a page may be as long as all users together', async (t) => {
  const { admin, context } = await startInProcess(t);
  await context.database.transaction((tx) =>
    tx.run(sql`
      WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 33000)
      INSERT INTO users (created_at) SELECT n FROM numbers`),
  );
  const { status, body } = await admin.get('/users?limit=40000&fields=id,email,credentials_totp,role_ids');
  assert.equal(status, 200);
  assert.equal(body.length, 33_001);
  assert.deepEqual(body[0].role_ids, ['2']);
});
