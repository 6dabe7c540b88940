import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

/**
 * What each kind of file may import of ours. This table is the documentation of direction:
 * main → cli → app → features → store.
 *
 * A feature is a folder that is not named here. In it, `routes` and `*pages` speak HTTP, `*-page` and `*-view` make
 * HTML of what they are handed, `schema` and `present-*` are the shapes on the wire, `search-*` says what a list is
 * searched by, `queries` is its SQL, `deliver-*` sends to others what is shown on the wire, and every other file is an
 * action, which knows nothing of HTTP. `door` and `sign-in/signed-in` tell pages who asks.
 */
const mayImport: Record<string, string[]> = {
  main: ['cli'],
  cli: [
    'app',
    'archive',
    'doctor',
    'metrics',
    'to-postgres',
    'tls',
    'tracing',
    'cli',
    'config',
    'context',
    'core',
    'setup',
    'store',
    'action',
    'keys',
    'deliver',
  ],
  doctor: ['doctor', 'config', 'context', 'core', 'keys', 'setup', 'store', 'tls', 'action'],
  tls: ['tls', 'context', 'core'],
  tracing: ['tracing', 'context', 'present', 'store'],
  metrics: ['metrics', 'context', 'core', 'store', 'action'],
  'to-postgres': ['to-postgres', 'context', 'core', 'keys', 'setup', 'store', 'action'],
  archive: ['archive', 'context', 'core', 'keys', 'setup', 'store', 'to-postgres', 'action'],
  app: [
    'context',
    'core',
    'door',
    'http',
    'reference',
    'tls',
    'web',
    'routes',
    'schema',
    'present',
    'action',
  ],
  setup: ['setup', 'context', 'core', 'store', 'action'],
  routes: [
    'context',
    'core',
    'http',
    'mail',
    'web',
    'door',
    'routes',
    'view',
    'schema',
    'present',
    'search',
    'action',
    'queries',
  ],
  door: ['context', 'core', 'door', 'http', 'web', 'action'],
  view: ['core', 'web', 'view', 'action'],
  reference: ['core', 'http', 'reference', 'spanish', 'web'],
  spanish: ['spanish'],
  schema: ['core', 'http'],
  present: ['core', 'http', 'store', 'present', 'action', 'queries'],
  search: ['core', 'http', 'store', 'queries'],
  action: ['context', 'core', 'keys', 'mail', 'store', 'action', 'queries'],
  deliver: ['context', 'core', 'present', 'deliver', 'action', 'queries'],
  queries: ['core', 'store'],
  http: ['http', 'context', 'core', 'store'],
  web: ['core', 'web'],
  context: ['config', 'core', 'keys', 'mail', 'store'],
  mail: ['core', 'mail', 'web'],
  keys: ['core', 'keys', 'store'],
  config: ['core', 'keys', 'tls'], // the last two: the types of where the master key and the certificate are
  store: ['core', 'store'],
  core: ['core'],
};

/** What a feature keeps to itself. Others reach it through an action, or show its things by a `present-*.ts`. */
const ownFolderOnly = ['routes', 'schema', 'search', 'queries'];

/** The app puts all features together. */
const reachesIntoFeatures = 'app';

/** The one piece of SQL that several features have in theirs. */
const sharedSql = 'roles/permissions-of.ts';

/** Who may use what is not ours. What is missing here nobody may use. */
const mayUse: Record<string, string[]> = {
  fastify: [
    'metrics',
    'tls',
    'tracing',
    'app',
    'door',
    'http',
    'web',
    'reference',
    'routes',
    'context',
    'mail',
  ], // the last two: the type of the logger
  '@fastify/swagger': ['http'],
  'fast-json-stringify': ['http'],
  typebox: ['http', 'schema'], // the types alone
  ajv: ['http'],
  '@opentelemetry/api': ['tracing'],
  '@opentelemetry/core': ['tracing'],
  '@opentelemetry/exporter-trace-otlp-http': ['tracing'],
  '@opentelemetry/resources': ['tracing'],
  '@opentelemetry/sdk-trace': ['tracing'],
  'age-encryption': ['archive', 'core'],
  aws4fetch: ['archive'],
  'cli-progress': ['cli'],
  commander: ['main'],
  nodemailer: ['mail'],
  pg: ['store'],
  'pg-cursor': ['store'],
  pino: ['cli'],
  '@noble/ciphers/chacha.js': ['action'],
  'jpeg-js': ['action'],
  pngjs: ['action'],
  'qr/decode.js': ['action'],
  saxes: ['action'],
  yaml: ['action'],
  uqr: ['action'],
  'node:async_hooks': ['tracing'],
  'node:child_process': ['keys'],
  'node:crypto': ['archive', 'core', 'keys', 'store', 'tls', 'web', 'action', 'deliver'],
  'node:events': ['cli'],
  'node:fs': [
    'archive',
    'doctor',
    'metrics',
    'to-postgres',
    'cli',
    'config',
    'context',
    'keys',
    'setup',
    'store',
    'web',
  ],
  'node:fs/promises': ['archive', 'store', 'tls'],
  'node:http': ['http', 'metrics'], // http: a type
  'node:module': ['http', 'web'],
  'node:net': ['cli', 'config', 'http', 'metrics', 'tls'],
  'node:path': ['archive', 'doctor', 'metrics', 'to-postgres', 'cli', 'config', 'context', 'keys', 'setup'],
  'node:perf_hooks': ['metrics'],
  'node:querystring': ['http'],
  'node:sqlite': ['store'],
  'node:os': ['cli'],
  'node:stream': ['archive', 'http'],
  'node:timers/promises': ['store', 'action'],
  'node:tls': ['http', 'tls'], // http: a type
  'node:util': ['core'],
  'node:worker_threads': ['archive', 'core', 'store'],
  'node:v8': ['http', 'setup'],
  'node:vm': ['setup'],
  'node:zlib': ['web'],
};

/** Where the `sql` tag is used besides the features' queries.ts. */
const sqlElsewhere = [
  'doctor/queries.ts',
  'http/search.ts', // turns parameters into a condition
  'http/sorting.ts', // turns a parameter into an ORDER BY list
  'keys/audit-key.ts', // before there is a context to hand to an action
  'keys/queries.ts', // the same
  'metrics/queries.ts',
  'setup/first-start.ts', // fills an empty database
  'store/of-chain.ts', // the condition that an index by chain is found by
  'store/bucket.ts', // conditions on a token bucket, for every table that has one
  'store/sql.ts',
  'users/read-users.ts', // puts conditions together
  sharedSql,
];

/** Files with a comparison that reads like one of secrets, each with the reason why it is none. */
const notSecret: Record<string, string> = {
  'audit/publish-heads.ts': 'hashes of the audit log are shown to its readers',
  'audit/verify-chain.ts': 'the same, and nobody waits for the answer but the operator',
  'password-links/pages.ts': 'both passwords are from the same form',
  'sign-in/prove-password.ts': 'one row, read twice',
  'store/lock.ts': 'a number of SQLite',
};

/** Files of more than 350 lines, each with the reason. */
const longFiles: Record<string, string> = {};

const root = join(import.meta.dirname, '..');
const allSources = globSync('src/**/*.ts', { cwd: root }).map((path) => path.slice('src/'.length));
const files = allSources.filter((path) => !path.endsWith('.test.ts'));
const textOf = (path: string): string => readFileSync(join(root, 'src', path), 'utf8');
const codeOf = (path: string): string => textOf(path).replace(/^\s*\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');

function kindOf(path: string): string {
  const [folder = '', file] = path.split('/');
  if (file === undefined) return folder.replace(/\.ts$/, '');
  if (folder in mayImport) return folder;
  if (/^(?:.*-)?pages\.ts$/.test(file)) return 'routes';
  if (/-(?:page|view)\.ts$/.test(file)) return 'view';
  if (file === 'door.ts' || path === 'sign-in/signed-in.ts') return 'door';
  return (
    /^(routes|schema|queries)\.ts$|^(present|search|deliver)-/.exec(file)?.slice(1).find(Boolean) ?? 'action'
  );
}

function importsOf(path: string): string[] {
  const found = codeOf(path).matchAll(/^(?:import|export|\}).* from '([^']+)';$|\bimport\('([^']+)'\)/gm);
  return [...found].map(([, fixed, dynamic]) => fixed ?? dynamic ?? '');
}

const ours = (path: string): string[] =>
  importsOf(path)
    .filter((name) => name.startsWith('.'))
    .map((name) => join(dirname(path), name));

function isAllowed(from: string, to: string): boolean {
  const [kind, other] = [kindOf(from), kindOf(to)];
  if (kind === 'queries' && to === sharedSql) return true;
  if (!mayImport[kind]?.includes(other)) return false;
  return !ownFolderOnly.includes(other) || dirname(from) === dirname(to) || kind === reachesIntoFeatures;
}

test('every import goes in the direction the table gives', () => {
  const against = files.flatMap((from) =>
    ours(from)
      .filter((to) => !isAllowed(from, to))
      .map((to) => `${from} (${kindOf(from)}) imports ${to} (${kindOf(to)})`),
  );
  assert.deepEqual(against, []);
});

test('every package is used only where the table says', () => {
  const against = files.flatMap((from) =>
    importsOf(from)
      .filter((name) => !name.startsWith('.') && !mayUse[name]?.includes(kindOf(from)))
      .map((name) => `${from} (${kindOf(from)}) imports ${name}`),
  );
  assert.deepEqual(against, []);
});

test('the tables name nothing that is not there', () => {
  const kinds = new Set(files.map(kindOf));
  const packages = new Set(files.flatMap(importsOf));
  assert.deepEqual(
    Object.keys(mayImport).filter((kind) => !kinds.has(kind)),
    [],
  );
  assert.deepEqual(
    Object.keys(mayUse).filter((name) => !packages.has(name)),
    [],
  );
  assert.deepEqual(
    [...sqlElsewhere, ...Object.keys(longFiles)].filter((path) => !allSources.includes(path)),
    [],
  );
});

test('no file imports itself by way of others', () => {
  const done = new Set<string>();
  const visit = (path: string, trail: string[]): void => {
    assert.ok(!trail.includes(path), `a circle: ${[...trail, path].join(' → ')}`);
    if (done.has(path)) return;
    for (const next of ours(path)) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of files) visit(path, []);
});

test('SQL stands in queries.ts and search-*.ts', () => {
  const against = files.filter(
    (path) =>
      !['queries', 'search'].includes(kindOf(path)) &&
      !sqlElsewhere.includes(path) &&
      /\bsql`/.test(codeOf(path)),
  );
  assert.deepEqual(against, []);
});

test('time, chance and the environment have one source each', () => {
  const users = (pattern: RegExp): string[] => files.filter((path) => pattern.test(codeOf(path)));
  assert.deepEqual(users(/\bDate\.now\b|new Date\(\)|performance\.now/), ['context.ts']);
  assert.deepEqual(users(/\bMath\.random\b/), []);
  const readers = users(/\bprocess\.env\b/).filter(
    (path) => !['main', 'cli', 'config'].includes(kindOf(path)),
  );
  assert.deepEqual(readers, []);
});

test('secrets are compared in constant time', () => {
  const comparers = files.filter((path) => /\btimingSafeEqual\(/.test(codeOf(path)));
  assert.deepEqual(comparers.sort(), ['core/passwords.ts', 'core/tokens.ts']);
  const secret = '[\\w.]*(?:token|secret|seed|digest|hash|mac|password|signature|code)\\b';
  const notLiteral = '(?![\'"`\\d]|undefined|null)';
  const comparison = new RegExp(
    `${secret}\\)? [=!]== ${notLiteral}|(?<!typeof )\\b\\w+\\)? [=!]== ${secret}|\\.equals\\(|\\bcompare\\(`,
    'i',
  );
  const against = files.filter((path) =>
    codeOf(path)
      .split('\n')
      .some((line) => comparison.test(line)),
  );
  assert.deepEqual(against.sort(), Object.keys(notSecret).sort());
});

test('a folder is a subject and a file is small', () => {
  assert.deepEqual(
    allSources.filter((path) => path.split('/').length > 2),
    [],
    'a file is at most one folder deep',
  );
  assert.deepEqual(
    allSources.filter((path) => /\b(utils?|helpers?|services?|types|common|misc|shared)\b/.test(path)),
    [],
    'a name says what is in it',
  );
  assert.deepEqual(
    allSources.filter((path) => textOf(path).split('\n').length > 351 && !(path in longFiles)),
    [],
    'no file has more than 350 lines',
  );
});
