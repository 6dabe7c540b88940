import fc from 'fast-check';
import type { Documented, Specification } from '../contract/notation.ts';
import { byName, fittingValue, id, idList, isId, type Schemas } from './shapes.ts';
import { hostileJson, hostileNumber, hostileText, type Known } from './values.ts';

export type Actor = 'administrator' | 'delegate' | 'verifier' | 'nobody';

/** A request with places where what the server knows is put. */
export interface FuzzedRequest {
  operationId: string;
  method: string;
  template: string;
  actor: Actor;
  path: Record<string, string | Known>;
  query: [name: string, value: string | Known][];
  /** What is sent as JSON, or as it is. */
  body?: { json: unknown } | { raw: string; contentType: string };
}

const asText = (value: unknown): string | Known =>
  typeof value === 'object' && value !== null && 'known' in value ? (value as Known) : String(value);

const pathValue = (name: string, hostile: number): fc.Arbitrary<string | Known> =>
  fc
    .oneof(
      { weight: 20 - hostile, arbitrary: byName[name] ?? (isId(name) ? id : hostileText) },
      { weight: hostile, arbitrary: hostileText },
    )
    .map(asText)
    // An empty step, and one of dots, makes another path.
    .filter((value) => typeof value !== 'string' || !/^(?:\.{0,2})$/.test(value));

function queryOf({ parameters = [] }: Documented, hostile: number): fc.Arbitrary<FuzzedRequest['query']> {
  const sent = parameters
    .filter((parameter) => parameter.in === 'query')
    .map(({ name, schema }) => {
      const fitting =
        schema.type === 'array'
          ? idList
          : schema.type === 'integer'
            ? fc.nat(9)
            : fittingValue(name, schema, {}, 0);
      const value = fc.oneof(
        { weight: 20 - hostile, arbitrary: fitting },
        { weight: hostile, arbitrary: hostileText },
        { weight: hostile, arbitrary: hostileNumber },
      );
      const pair = value.map((value): [string, string | Known] => [name, asText(value)]);
      return fc.oneof(
        { weight: 12, arbitrary: fc.constant([]) },
        { weight: 6, arbitrary: pair.map((one) => [one]) },
        { weight: Math.ceil(hostile / 4), arbitrary: fc.tuple(pair, pair) },
      );
    });
  const unknown = fc
    .tuple(hostileText, hostileText)
    .map(([name, value]): [string, string | Known][] => [[name, value]]);
  const none = fc.constant<[string, string | Known][]>([]);
  return fc
    .tuple(
      ...sent,
      fc.oneof({ weight: 20 - hostile, arbitrary: none }, { weight: hostile, arbitrary: unknown }),
    )
    .map((pairs) => pairs.flat() as FuzzedRequest['query']);
}

const broken = fc.constantFrom(
  ...[
    { raw: '{', contentType: 'application/json' },
    { raw: '{"name":"a","name":"b"}', contentType: 'application/json' },
    { raw: '{"__proto__":{"is_disabled":true}}', contentType: 'application/json' },
    { raw: 'null', contentType: 'application/json' },
    { raw: '', contentType: 'application/json' },
    { raw: 'name=a&name=b&email=c', contentType: 'application/x-www-form-urlencoded' },
    { raw: '{}', contentType: 'text/xml' },
    { raw: '"\\ud800"', contentType: 'application/json' },
    { raw: `"${'x'.repeat(70_000)}"`, contentType: 'application/json' },
  ],
);

function bodyOf({ requestBody }: Documented, schemas: Schemas, hostile: number) {
  const schema = requestBody?.content?.['application/json']?.schema;
  const other = [
    { weight: hostile, arbitrary: broken },
    { weight: hostile, arbitrary: hostileJson.map((json) => ({ json })) },
  ];
  if (!schema) return fc.oneof({ weight: 40, arbitrary: fc.constant(undefined) }, ...other);
  // A body that is a list of texts is one of ids.
  const fitting = fittingValue('ids', schema, schemas, hostile).map((json) => ({ json }));
  return fc.oneof(
    { weight: 40, arbitrary: fitting },
    { weight: hostile, arbitrary: fc.constant(undefined) },
    ...other,
  );
}

const actor: fc.Arbitrary<Actor> = fc.oneof(
  { weight: 10, arbitrary: fc.constant('administrator' as const) },
  { weight: 5, arbitrary: fc.constant('delegate' as const) },
  { weight: 2, arbitrary: fc.constant('verifier' as const) },
  { weight: 1, arbitrary: fc.constant('nobody' as const) },
);

/** Any request to any operation of a specification: half of them sound, half with something hostile in them. */
export function requestsFor({ paths, components }: Specification): fc.Arbitrary<FuzzedRequest> {
  const requests = Object.entries(paths).flatMap(([template, methods]) =>
    Object.entries(methods).flatMap(([method, documented]) =>
      [0, 3].map((hostile) => {
        const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
        return fc.record({
          operationId: fc.constant(documented.operationId),
          method: fc.constant(method.toUpperCase()),
          template: fc.constant(template),
          actor,
          path: fc.record(Object.fromEntries(names.map((name) => [name, pathValue(name, hostile)]))),
          query: queryOf(documented, hostile),
          body: bodyOf(documented, components.schemas, hostile),
        }) as fc.Arbitrary<FuzzedRequest>;
      }),
    ),
  );
  return fc.oneof(...requests);
}
