import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { operations } from '../../src/app.ts';
import { statusesOf } from '../../src/http/specification.ts';
import { DatabaseUnavailable } from '../../src/store/database.ts';
import type { Facts } from '../contract/notation.ts';
import { startInProcess, type TestServer } from '../harness.ts';
import { oneOfEverything } from '../one-of-everything.ts';
import { unreachable, whyNever } from '../operations/unreachable.ts';
import { assertWhole, Walk } from '../operations/walk.ts';
import { made, waysOn } from '../operations/ways.ts';

/** The compatible API, whole. */
const theirs: Facts = JSON.parse(
  readFileSync(new URL('../contract/looker-4.0.23.6.json', import.meta.url), 'utf8'),
);
const all = Object.entries(theirs.operations);
const ours = new Map(operations.map((operation) => [operation.id, operation]));

/** Every status that the compatible API documents of an operation, and every one that we do. */
function documented(id: string): number[] {
  const operation = ours.get(id);
  const known = Object.keys(theirs.operations[id]?.responses ?? {}).map(Number);
  return [...new Set([...known, ...(operation ? statusesOf(operation) : [])])].sort((a, b) => a - b);
}

const withStatus = (status: number) => all.filter(([id]) => documented(id).includes(status));
const reachable = (status: number) =>
  withStatus(status).filter(([id, facts]) => whyNever(id, facts, status) === undefined);

test('the whole compatible API is served, and each operation gives every answer it documents', async (t) => {
  const server = await startInProcess(t);
  const walk = new Walk(server, theirs, await oneOfEverything(server));
  const ways = waysOn(server, walk.there);
  const isPublic = (id: string) => ours.get(id)?.access === 'public';

  await t.test('all 107 operations are there, by name, method and path', () => {
    assert.equal(all.length, 107);
    for (const [id, { route }] of all) {
      const operation = ours.get(id);
      assert.ok(operation, id);
      assert.equal(`${operation.method} ${operation.path}`, route);
    }
  });

  await t.test('each succeeds, with every documented key and no other', async () => {
    for (const [id, facts] of all) {
      const success = '204' in facts.responses ? 204 : 200;
      if (whyNever(id, facts, success)) continue;
      const { body } = await walk.expect(id, success, await made(ways[id]?.ok));
      const type = facts.responses[success];
      if (success === 204 || !type) continue;
      assert.ok(!Array.isArray(body) || body.length > 0, `${id}: there is nothing to look at`);
      assertWhole(theirs, type, body, id);
    }
  });

  await t.test('without a token: 401', async () => {
    for (const [id] of withStatus(401)) await walk.expect(id, 401, { token: '' });
  });

  await t.test('without the permission: 403; to whoever may not know the user: 404', async () => {
    const { token: ordinary } = await server.userWithRoles('User');
    const { token: stranger } = await withPermissions(server, ['see_audit']);
    for (const [id, { route }] of reachable(403)) {
      await walk.expect(id, 403, { token: ordinary });
      if (route.includes('/users/{user_id}')) await walk.expect(id, 404, { token: stranger });
    }
  });

  await t.test('of what is not there: 404', async () => {
    for (const [id, { route }] of reachable(404)) {
      const own = ways[id]?.[404];
      if (own) await walk.expect(id, 404, await made(own));
      const ok = await made(federatedOrLogin(id) ? {} : ways[id]?.ok);
      for (const [, name = ''] of route.matchAll(/\{(\w+)\}/g)) {
        if (name === 'pattern') continue;
        for (const nothing of ['999999', 'x']) {
          await walk.expect(id, 404, { ...ok, path: { ...ok.path, [name]: nothing } });
        }
      }
    }
  });

  await t.test('what cannot be understood: 400', async () => {
    for (const [id] of withStatus(400)) await walk.expectMalformed(id, await made(ways[id]?.ok));
  });

  await t.test('a body that is no body of theirs: 413, 415, 422', async () => {
    for (const [id] of withStatus(413)) await walk.expect(id, 413, { raw: `"${'x'.repeat(65_536)}"` });
    for (const [id] of withStatus(415)) await walk.expect(id, 415, { raw: '<a/>', type: 'text/xml' });
    for (const [id] of reachable(422)) await walk.expect(id, 422, { raw: '7' });
  });

  await t.test('built in: 405; there already: 409; too often: 429', async () => {
    for (const status of [405, 409] as const) {
      for (const [id] of reachable(status)) {
        assert.ok(ways[id]?.[status], `no way to ${status} of ${id}`);
        await walk.expect(id, status, await made(ways[id]?.[status]));
      }
    }
    for (const [id] of reachable(429)) {
      const way = ways[id]?.[429];
      if (way) await walk.expect(id, 429, await made(way));
    }
  });

  await t.test('no longer, while the database takes no changes: 503', async (t) => {
    for (const [id] of reachable(503)) {
      const ok = await made(ways[id]?.ok);
      const broken = t.mock.method(server.context.database, 'transaction', async () => {
        throw new DatabaseUnavailable('no');
      });
      await walk.expect(id, 503, ok);
      broken.mock.restore();
    }
  });

  await t.test('with a limit on changes: 429', async (t) => {
    const limited = await startInProcess(t, { COUNTERSIGN_WRITES_PER_MINUTE: '1' });
    await limited.admin.post('/users/1/credentials_totp');
    const elsewhere = new Walk(limited, theirs, walk.there, walk.reached);
    for (const [id] of reachable(429).filter(([id]) => !isPublic(id))) await elsewhere.expect(id, 429, {});
  });

  await t.test('with a mail server that does not answer: 502', async (t) => {
    const mailing = await startInProcess(t, {
      COUNTERSIGN_SMTP_URL: 'smtp://127.0.0.1:1',
      COUNTERSIGN_MAIL_FROM: 'id@example.com',
      COUNTERSIGN_PUBLIC_URL: 'https://id.example.com',
    });
    const elsewhere = new Walk(mailing, theirs, await oneOfEverything(mailing), walk.reached);
    for (const [id] of withStatus(502)) await elsewhere.expect(id, 502, {});
  });

  await t.test('nothing documented is left out, but for what is listed with the reason', () => {
    for (const [id, facts] of all) {
      const reached = walk.reached.get(id) ?? new Set();
      for (const status of documented(id)) {
        const why = whyNever(id, facts, status);
        if (why) assert.ok(!reached.has(status), `${id} is said never to answer ${status}, and did`);
        else assert.ok(reached.has(status), `${id}: ${status} is documented, and was not seen`);
      }
    }
    for (const { status, of, why } of unreachable) {
      assert.ok(
        withStatus(status).some(([id, facts]) => of(id, facts)),
        `no longer of use: ${why}`,
      );
    }
  });
});

/** What is deleted or made to be there is of no use to a request for what is not. */
const federatedOrLogin = (id: string) => /^log(?:in|out)$/.test(id);

async function withPermissions({ admin, as }: TestServer, permissions: string[]) {
  const set = (await admin.post('/permission_sets', { name: 'Few', permissions })).body.id;
  const models = (await admin.post('/model_sets', { name: 'None', models: [] })).body.id;
  const role = { name: 'Few', permission_set_id: set, model_set_id: models };
  const { id: roleId } = (await admin.post('/roles', role)).body;
  const { id } = (await admin.post('/users')).body;
  await admin.put(`/users/${id}/roles`, [roleId]);
  const token: string = (await admin.post(`/login/${id}`)).body.access_token;
  return { id, token, api: as(token) };
}
