import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { operations } from '../../src/app.ts';
import { type Facts, factsOf, type Specification } from '../contract/notation.ts';
import { startInProcess } from '../harness.ts';

/** What the compatible API's specification says of its operations on identities, in the notation of ours. */
const theirs: Facts = JSON.parse(
  readFileSync(new URL('../contract/looker-4.0.23.6.json', import.meta.url), 'utf8'),
);

async function servedTo(t: Parameters<typeof startInProcess>[0]): Promise<Specification> {
  const { as } = await startInProcess(t);
  const { status, body } = await as(null).get('/openapi.json');
  assert.equal(status, 200);
  return body;
}

test('the served specification is valid OpenAPI 3.0', async (t) => {
  const specification = await servedTo(t);
  const { valid, errors } = await new Validator().validate({ ...structuredClone(specification) });
  assert.ok(valid, JSON.stringify(errors, null, 2));
  assert.match(specification.openapi, /^3\.0\./);
});

test('every operation is in the specification, once', async (t) => {
  const { paths } = await servedTo(t);
  const listed = Object.values(paths).flatMap((methods) =>
    Object.values(methods).map((documented) => documented.operationId),
  );
  assert.deepEqual(listed.toSorted(), operations.map(({ id }) => id).toSorted());
});

test('operations of the compatible API are the same here: route, parameters, body, answers', async (t) => {
  const ours = factsOf(await servedTo(t));
  const shared = Object.keys(ours.operations).filter((id) => id in theirs.operations);
  assert.ok(shared.length > 20, 'they are compared at all');
  for (const id of shared) {
    const mine = ours.operations[id];
    const their = theirs.operations[id];
    assert.ok(mine && their);
    await t.test(id, () => {
      assert.equal(mine.route, their.route);
      assert.deepEqual(sorted(mine.parameters), sorted(their.parameters));
      assert.equal(mine.body, their.body);
      for (const [status, type] of Object.entries(their.responses)) {
        // A 204 has no body, whatever the other specification says: clients fail on one with a JSON type.
        const expected = status === '204' ? null : type;
        assert.equal(mine.responses[status], expected, `answer ${status}`);
      }
    });
  }
});

test('shapes of the compatible API are the same here: names, types, nullable, readOnly, required', async (t) => {
  const ours = factsOf(await servedTo(t));
  const shared = Object.keys(ours.schemas).filter((name) => name in theirs.schemas);
  assert.ok(shared.length > 15, 'they are compared at all');
  for (const name of shared) {
    await t.test(name, () => assert.deepEqual(sortedShape(ours, name), sortedShape(theirs, name)));
  }
});

test('the facts of the compatible API are all there', () => {
  assert.equal(Object.keys(theirs.operations).length, 107);
  const routes = Object.values(theirs.operations).map(({ route }) => route);
  assert.equal(new Set(routes).size, 107);
});

const sorted = (of: Record<string, string> = {}) =>
  Object.entries(of).toSorted(([a], [b]) => (a < b ? -1 : 1));
const sortedShape = ({ schemas }: Facts, name: string) => ({
  required: schemas[name]?.required.toSorted(),
  properties: sorted(schemas[name]?.properties),
});
