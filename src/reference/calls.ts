import type { Entry, Parameter, Reference } from './entry.ts';
import { exampleOf } from './example.ts';

/** An operation of ours alone has no method in the SDKs: their generic ones reach it. */
const isInSdk = ({ tag }: Entry): boolean => !['Audit', 'TwoFactor'].includes(tag);

export interface Calls {
  curl: string;
  typescript: string;
  python: string;
}

/** How to call an operation from a shell and with the official SDKs, with example values. */
export function callsOf(entry: Entry, { shapes }: Reference, origin: string): Calls {
  const inPath = entry.parameters.filter((parameter) => parameter.in === 'path');
  const inQuery = entry.parameters.filter((parameter) => parameter.in === 'query');
  const sample = ({ name, schema }: Parameter) => exampleOf(schema, { shapes, origin, name });
  const values = new Map(inPath.map((parameter) => [parameter.name, String(sample(parameter))]));
  const url = entry.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(values.get(name) ?? ''),
  );
  const example = entry.body && exampleOf(entry.body.shape, { shapes, origin, writable: true });
  const body = isEmpty(example) ? undefined : example;
  return {
    curl: curl(entry, `${origin}/api/4.0${url}`, body),
    typescript: typescript(entry, { url, values: [...values], inQuery, body }),
    python: python(entry, { url, values: [...values], body }),
  };
}

const isEmpty = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || Object.keys(value).length === 0;

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

function curl({ id, method, operation }: Entry, url: string, body: unknown): string {
  if (id === 'login')
    return `curl ${url} \\\n  -d client_id=$CLIENT_ID \\\n  -d client_secret=$CLIENT_SECRET`;
  const parts = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}${quoted(url)}`,
    ...(operation.access === 'public' && id !== 'logout' ? [] : ['-H "Authorization: Bearer $TOKEN"']),
    ...(body === undefined
      ? []
      : ["-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(body, null, 2))}`]),
  ];
  return parts.join(' \\\n  ');
}

interface Call {
  url: string;
  values: [string, string][];
  body: unknown;
}

function typescript(entry: Entry, { url, values, inQuery, body }: Call & { inQuery: Parameter[] }): string {
  const given = values.map(([, value]) => `'${value}'`);
  // The SDK takes one object where more than one parameter can be left out.
  const takesObject = inQuery.length > 1;
  const args = takesObject
    ? [
        `{ ${[...values.map(([name, value]) => `${name}: '${value}'`), ...(body ? [`body: ${literal(body)}`] : [])].join(', ')} }`,
      ]
    : [...given, ...(body ? [literal(body)] : [])];
  const call = isInSdk(entry)
    ? `${entry.id}(${args.join(', ').replace('{  }', '{}')})`
    : `${entry.method.toLowerCase()}(${[`'${url}'`, ...(body ? ['null', literal(body)] : [])].join(', ')})`;
  return `import { LookerNodeSDK } from '@looker/sdk-node';

const sdk = LookerNodeSDK.init40();
const answer = await sdk.ok(
  sdk.${call.replaceAll('\n', '\n  ')},
);`;
}

function python(entry: Entry, { url, values, body }: Call): string {
  const args = isInSdk(entry)
    ? [
        ...values.map(([name, value]) => `${name}="${value}"`),
        ...(body ? [`body=${pythonLiteral(body)}`] : []),
      ]
    : [
        `"${url}"`,
        entry.operation.answer ? 'dict' : 'None',
        ...(body ? [`body=${pythonLiteral(body)}`] : []),
      ];
  const name = isInSdk(entry) ? entry.id : entry.method.toLowerCase();
  return `import looker_sdk

sdk = looker_sdk.init40()
answer = sdk.${name}(${args.join(', ')})`;
}

const literal = (value: unknown): string =>
  JSON.stringify(value, null, 2)
    .replaceAll(/^(\s*)"(\w+)":/gm, '$1$2:')
    .replaceAll('"', "'");

const pythonLiteral = (value: unknown): string =>
  JSON.stringify(value, null, 4)
    .replaceAll(/\btrue\b/g, 'True')
    .replaceAll(/\bfalse\b/g, 'False')
    .replaceAll(/\bnull\b/g, 'None');
