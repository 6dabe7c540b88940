import { isWritable, nameOf, type Reference, resolve, type Shape } from './entry.ts';

const MOMENT = '2026-11-24T12:00:00.000+00:00';

/** What a property of this name might have, so that an example reads like something from life. */
const byName: Record<string, unknown> = {
  access_token: 'mJ4kX0vT8rQ2wLc7Zb9NfE5sYg1HdUa6PoRiVt3x',
  token_type: 'Bearer',
  refresh_token: null,
  expires_in: 3600,
  client_id: 'b7Rk2mQx9TzWc4LnYs8D',
  client_secret: 'the-secret-of-this-key',
  code: '492039',
  email: 'ana@example.com',
  first_name: 'Ana',
  last_name: 'Ruiz',
  display_name: 'Ana Ruiz',
  name: 'Support',
  locale: 'es',
  pattern: 'ana%',
  fields: 'id,display_name',
  sorts: 'id desc',
  algorithm: 'SHA1',
  digits: 6,
  period: 30,
  remaining: 9,
  secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  otpauth_url:
    'otpauth://totp/Countersign:ana%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Countersign',
  qr_code: 'data:image/svg+xml,…',
  consecutive_codes: ['492039', '739184'],
  codes: ['7K2QX-9TZWC-4LNYS-8DB7R-M3VHF'],
  reason: 'already_used',
  field: 'email',
  message: 'Not found',
  api_version: '4.0',
  specification: 'openapi.json',
  version: '4.0',
  full_version: '4.0.23.6',
  looker_release_version: '23.6',
  status: 'current',
  permissions: ['see_users', 'verify_two_factor'],
  permission: 'see_users',
  ip_address: '192.0.2.7',
  workspace_id: 'production',
};

/**
 * An example made from a shape: in answers all that is there, in bodies what a client can write.
 *
 * @param name Of the parameter or property that has the shape.
 */
export function exampleOf(
  shape: Shape,
  {
    shapes,
    origin,
    name = '',
    writable = false,
  }: { shapes: Reference['shapes']; origin: string; name?: string; writable?: boolean },
): unknown {
  const make = (of: Shape, name: string, within: readonly string[]): unknown => {
    const component = nameOf(of);
    if (component !== undefined && within.includes(component)) return of.nullable ? null : {};
    const trail = component === undefined ? within : [...within, component];
    const { type, items, properties, additionalProperties } = resolve(of, shapes);
    if (properties) {
      const shown = Object.entries(properties).filter(
        ([, property]) => !writable || within.length > 0 || (isWritable(property) && hasEffect(property)),
      );
      // A null says as much of something nested as its shape, which stands beside the example.
      return Object.fromEntries(
        shown.map(([key, property]) => [
          key,
          trail.length > 1 && isNullRef(property) ? null : make(property, key, trail),
        ]),
      );
    }
    if (type === 'array') return listOf(of, items ?? {}, name, trail);
    if (type === 'object') {
      return typeof additionalProperties === 'object' ? mapOf(additionalProperties, name, trail) : {};
    }
    return scalar(resolve(of, shapes), name, origin);
  };
  const isNullRef = (property: Shape) =>
    property.$ref !== undefined && resolve(property, shapes).nullable === true;
  const listOf = (of: Shape, items: Shape, name: string, trail: readonly string[]) => {
    const fixed = alwaysOf(of);
    if (fixed) return fixed.value;
    if (Array.isArray(byName[name])) return byName[name];
    const singular = name.endsWith('s') ? name.slice(0, -1) : name;
    return [make(items, singular, trail)];
  };
  const mapOf = (of: Shape, name: string, trail: readonly string[]) =>
    name === 'can' ? { show: true, update: true } : { key: make(of, 'value', trail) };
  return make(shape, name, []);
}

const hasEffect = ({ description = '' }: Shape): boolean => !description.includes('no effect');

/** A description that starts with "Always" says the only value there is. */
function alwaysOf({ description }: Shape): { value: unknown } | undefined {
  const [, quoted, word] = /^Always (?:`([^`]+)`|(null|true|false|empty))/.exec(description ?? '') ?? [];
  if (quoted !== undefined) return { value: quoted };
  if (word === undefined) return undefined;
  return { value: word === 'empty' ? [] : word === 'null' ? null : word === 'true' };
}

function scalar(of: Shape, name: string, origin: string): unknown {
  const fixed = alwaysOf(of);
  if (fixed) return fixed.value;
  if (of.default !== undefined) return of.default;
  if (of.enum) return of.enum.includes(byName[name]) ? byName[name] : of.enum[0];
  const named = Object.hasOwn(byName, name) ? byName[name] : undefined;
  switch (of.type) {
    case 'boolean':
      return !/^is_|^allow_|^has_|locked|forced|include|exclude|hidden|built_in/.test(name);
    case 'integer':
    case 'number':
      return typeof named === 'number' ? named : Math.max(of.minimum ?? 1, 1);
    default:
      if (named === null && of.nullable) return null;
      if (typeof named === 'string') return named;
      if (name === 'id' || name.endsWith('_id')) return '7';
      if (name.endsWith('_at')) return MOMENT;
      if (of.format === 'uri-reference' || /url/.test(name)) return `${origin}/…`;
      return of.pattern?.startsWith('^[1-9]') ? '7' : 'text';
  }
}
