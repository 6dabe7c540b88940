import fc from 'fast-check';
import { permissions } from '../../src/core/permissions.ts';
import type { Schema } from '../contract/notation.ts';
import { CLIENT_ID, CLIENT_SECRET } from '../harness.ts';
import { hostileJson, hostileText, known, knownAs } from './values.ts';

const name = fc.oneof(
  fc.constantFrom('Ada', 'ADA', 'Staff', 'Reader', 'Readers', 'Sales', 'region'),
  fc.nat(9_999).map((n) => `n${n}`),
);
/** Ids are given from 1 on, and things have few of them. */
const smallId = fc.constantFrom('1', '2', '2', '3', '3', '4', '5', '6', '7', '9');
export const idList = fc.array(smallId, { maxLength: 4 }).map((ids) => ids.join(','));
export const id = fc.oneof({ weight: 10, arbitrary: smallId }, { weight: 1, arbitrary: known });

/** What a property or parameter means says more than its type what reaches the code behind the checks. */
export const byName: Record<string, fc.Arbitrary<unknown>> = {
  email: fc.oneof(
    fc.constantFrom('ada@example.com', 'ADA@example.com', 'admin@example.com'),
    fc.nat(999).map((n) => `n${n}@example.com`),
  ),
  name,
  first_name: name,
  last_name: name,
  label: name,
  external_user_id: name,
  type: fc.constantFrom('string', 'number', 'datetime', 'yesno', 'zipcode', 'advanced_filter_string'),
  value: fc.constantFrom('north', '1', 'yes', '2026-11-24', '12345', ''),
  default_value: fc.constantFrom('north', '1', 'yes', null),
  permissions: fc.subarray(Object.keys(permissions)),
  models: fc.subarray(['orders', 'people', 'things']),
  workspace_id: fc.constantFrom('production', 'dev'),
  code: fc.integer({ min: 0, max: 999_999 }).map((code) => String(code).padStart(6, '0')),
  fields: fc.constantFrom(
    'id',
    'id,name',
    'id, can(update)',
    'credentials_email(email),sessions(id)',
    'nothing',
  ),
  sorts: fc.constantFrom('id', 'name desc', 'id desc,name', 'email', 'created_at', 'user_count desc'),
  credential_type: fc.constantFrom('email', 'api3', 'embed', 'google', 'ldap', 'totp', 'saml'),
  credential_id: fc.oneof(
    knownAs('client_id'),
    knownAs('email'),
    fc.constantFrom('ada@example.com', 'customer-7', CLIENT_ID),
  ),
  pattern: fc.constantFrom('Ada', 'a%', '%da%', '_da', '%', 'b'),
  key: knownAs('key'),
  client_id: fc.oneof(fc.constant(CLIENT_ID), knownAs('client_id')),
  client_secret: fc.constant(CLIENT_SECRET),
  min_length: fc.integer({ min: 6, max: 101 }),
  session_minutes: fc.integer({ min: 4, max: 43_201 }),
};

export const isId = (property: string) => /^ids?$|_ids?$/.test(property);

export type Schemas = Record<string, Schema>;

/**
 * What is asked for, as a schema says it.
 *
 * @param hostile How many in 20 of the values inside an object are anything else instead.
 */
export function fittingValue(
  property: string,
  schema: Schema,
  schemas: Schemas,
  hostile: number,
): fc.Arbitrary<unknown> {
  const { $ref, type, items = {}, additionalProperties } = schema;
  if ($ref !== undefined) {
    return fittingValue(property, schemas[$ref.slice($ref.lastIndexOf('/') + 1)] ?? {}, schemas, hostile);
  }
  const special = byName[property];
  if (special) return special;
  switch (type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.nat(100);
    case 'array':
      return fc.array(fittingValue(property, items, schemas, hostile), { maxLength: 4 });
    case 'object':
      return typeof additionalProperties === 'object'
        ? fc.dictionary(hostileText, fittingValue('', additionalProperties, schemas, hostile), {
            maxKeys: 4,
            noNullPrototype: true,
          })
        : shapeOf(schema, schemas, hostile);
    default:
      return isId(property) ? id : hostile ? hostileText : name;
  }
}

function shapeOf(
  { properties = {}, required = [] }: Schema,
  schemas: Schemas,
  hostile: number,
): fc.Arbitrary<object> {
  const every = Object.entries(properties);
  const values = every.map(([property, schema]) => [
    property,
    fc.oneof(
      { weight: 20 - hostile, arbitrary: fittingValue(property, schema, schemas, hostile) },
      { weight: hostile, arbitrary: hostileJson },
    ),
  ]);
  // What can be written is sent more often than what cannot. Of some shapes nothing can, and yet it counts.
  const writable = every.filter(([, { readOnly }]) => !readOnly).map(([property]) => property);
  const whole = fc.record(Object.fromEntries(values) as Record<string, fc.Arbitrary<unknown>>, {
    requiredKeys: writable.length ? writable : Object.keys(properties),
    noNullPrototype: true,
  });
  const part = fc
    .tuple(whole, fc.subarray(writable))
    .map(([sent, left]) =>
      Object.fromEntries(
        Object.entries(sent).filter(([property]) => required.includes(property) || !left.includes(property)),
      ),
    );
  return fc.oneof<fc.Arbitrary<object>[]>(whole, part);
}
