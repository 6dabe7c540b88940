import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { operations } from '../../src/app.ts';
import { startInProcess } from '../harness.ts';

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  type?: string;
  collectionFormat?: string;
  schema?: object;
}
interface Route {
  operationId: string;
  tags: string[];
  parameters?: Parameter[];
  responses: Record<string, { schema?: { type?: string; $ref?: string } }>;
}
interface Swagger {
  swagger: string;
  host: string;
  basePath: string;
  schemes: string[];
  info: Record<string, string>;
  paths: Record<string, Record<string, Route>>;
  definitions: Record<string, { properties: Record<string, Record<string, unknown>> }>;
}

async function served(t: TestContext, settings = {}): Promise<{ swagger: Swagger; get: Get }> {
  const { as } = await startInProcess(t, settings);
  const get: Get = async (path) => (await as(null).get(path)).body;
  return { swagger: await get('/swagger.json'), get };
}
type Get = (path: string) => Promise<Swagger>;

test('the specification is also valid Swagger 2.0, and needs no login', async (t) => {
  const { swagger } = await served(t);
  const { valid, errors } = await new Validator().validate({ ...structuredClone(swagger) });
  assert.ok(valid, JSON.stringify(errors, null, 2));
  assert.equal(swagger.swagger, '2.0');
  assert.equal(swagger.basePath, '/api/4.0');
  assert.match(swagger.info['x-looker-release-version'] ?? '', /^\d+\.\d+/);
});

test('it says where the server is, as this client sees it', async (t) => {
  const { swagger } = await served(t, { COUNTERSIGN_PUBLIC_URL: 'https://id.example.com' });
  assert.deepEqual([swagger.schemes, swagger.host], [['https'], 'id.example.com']);
});

test('both specifications are found where clients look for them', async (t) => {
  const { as } = await startInProcess(t);
  const anybody = as(null);
  for (const name of ['swagger.json', 'openapi.json']) {
    const named = await anybody.get(`/${name}`);
    assert.equal(named.status, 200);
    assert.match(String(named.headers['content-type']), /^application\/json/);
    assert.deepEqual((await anybody.get(`/api_spec/4.0/${name}`)).body, named.body);
  }
  assert.equal((await anybody.get('/api_spec/4.0/other.json')).status, 404);
  assert.equal((await anybody.get('/api_spec/3.1/swagger.json')).status, 404);
  const { body } = await anybody.get('/versions');
  for (const { swagger_url } of body.supported_versions) {
    const { pathname } = new URL(swagger_url);
    assert.equal((await anybody.get(pathname.replace('/api/4.0', ''))).body.swagger, '2.0');
  }
});

test('the two specifications say the same', async (t) => {
  const { swagger, get } = await served(t);
  const openapi = (await get('/openapi.json')) as unknown as {
    paths: Swagger['paths'];
    components: { schemas: Swagger['definitions'] };
  };
  const nullables = (of: Swagger['definitions'], word: string): string[] =>
    Object.entries(of).flatMap(([name, { properties }]) =>
      Object.entries(properties)
        .filter(([, property]) => property[word] === true)
        .map(([property]) => `${name}.${property}`),
    );
  assert.deepEqual(Object.keys(swagger.paths), Object.keys(openapi.paths));
  assert.deepEqual(Object.keys(swagger.definitions), Object.keys(openapi.components.schemas));
  const expected = nullables(openapi.components.schemas, 'nullable');
  assert.ok(expected.length > 50);
  assert.deepEqual(nullables(swagger.definitions, 'x-nullable'), expected);
  assert.deepEqual(nullables(swagger.definitions, 'x-looker-nullable'), expected);
  assert.doesNotMatch(JSON.stringify(swagger), /"nullable"|components\/schemas/);
});

/** The Ruby SDK does this at start-up, before it has a token. */
function methodsFrom({ paths, basePath }: Swagger) {
  const found = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, info]) => [info.operationId, { route: basePath + path, method, info }] as const,
    ),
  );
  return new Map(found);
}

test('a client that makes its methods of the specification gets them all, and they work', async (t) => {
  const { app, adminToken } = await startInProcess(t);
  const methods = methodsFrom((await app.inject('/api/4.0/swagger.json')).json());
  assert.deepEqual([...methods.keys()].toSorted(), operations.map(({ id }) => id).toSorted());

  /** As that client calls: path parameters in their order, then the body. */
  const call = async (name: string, ...args: unknown[]) => {
    const entry = methods.get(name);
    assert.ok(entry, name);
    const { parameters = [], tags } = entry.info;
    assert.ok(tags[0]);
    const inPath = parameters.filter((parameter) => parameter.in === 'path');
    const url = inPath.reduce(
      (route, { name }) => route.replace(`{${name}}`, String(args.shift())),
      entry.route,
    );
    const { statusCode, body } = await app.inject({
      method: entry.method.toUpperCase() as 'GET',
      url,
      headers: { authorization: `token ${adminToken}`, 'content-type': 'application/json' },
      ...(entry.method !== 'get' && { payload: JSON.stringify(args[0] ?? {}) }),
    });
    return { status: statusCode, body: body && JSON.parse(body) };
  };
  const user = await call('create_user', { first_name: 'Rubí' });
  assert.equal(user.status, 200);
  assert.equal((await call('create_user_credentials_totp', user.body.id)).status, 200);
  assert.equal((await call('user_credentials_totp', user.body.id)).body.type, 'two-factor');
  assert.equal(
    (await call('update_user', user.body.id, { last_name: 'Roja' })).body.display_name,
    'Rubí Roja',
  );
  assert.equal((await call('delete_user', user.body.id)).status, 204);
});

test('generators of clients find a type for every parameter, body and answer', async (t) => {
  const { swagger } = await served(t);
  for (const [path, methods] of Object.entries(swagger.paths)) {
    for (const { parameters = [], responses } of Object.values(methods)) {
      for (const { name, in: place, type, schema, collectionFormat } of parameters) {
        assert.ok(place === 'body' ? schema : type, `${path} ${name}`);
        if (type === 'array') assert.equal(collectionFormat, 'csv');
      }
      for (const { schema } of Object.values(responses)) {
        assert.ok(!schema || schema.type || schema.$ref, path);
      }
    }
  }
  for (const [name, { properties }] of Object.entries(swagger.definitions)) assert.ok(properties, name);
});
