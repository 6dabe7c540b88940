import assert from 'node:assert/strict';
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { globSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { readConfig } from '../src/config.ts';
import { makeCertificate, placeCertificate } from './certificates.ts';
import { scratchFolder, spawnServer, startInProcess } from './harness.ts';
import { needsPostgres, startPostgres } from './postgres.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const dockerfile = read('Dockerfile');
// biome-ignore lint/suspicious/noExplicitAny: the shapes are those of Compose and of Kubernetes
const compose: any = parse(read('packaging/compose.yaml'));
// biome-ignore lint/suspicious/noExplicitAny: the same
const manifest = (name: string): any => parse(read(`packaging/kubernetes/${name}.yaml`));
const deployment = manifest('deployment');
const pod = deployment.spec.template.spec;
const [container] = pod.containers;

const SECRETS: Record<string, string> = {
  'database-url': 'postgres://countersign:word@db.example.com:5432/countersign',
  'master-key': Buffer.alloc(32, 7).toString('base64'),
  'admin-password': 'test-admin-password',
  'client-secret': 'test-client-secret-0123456789',
};

/** The settings as the server takes them, from secrets that are in a folder of the test. */
function configOf(folder: string, given: Record<string, string>) {
  const settings: Record<string, string> = {};
  const secrets: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    settings[name] = value.replace(/\/run\/secrets\/\S+/, (path) => {
      secrets.push(basename(path));
      return join(folder, basename(path));
    });
  }
  for (const [name, value] of Object.entries(SECRETS)) writeFileSync(join(folder, name), `${value}\n`);
  return { config: readConfig(settings), secrets: secrets.sort() };
}

test('the settings that are shipped are settings that there are, with values that are right', (t) => {
  const folder = scratchFolder(t);
  const documented = new Set(
    read('docs/settings.md').match(/\b(?:COUNTERSIGN_[A-Z_]+|DATABASE_URL(?:_FILE)?)\b/g),
  );
  const shipped = ['Dockerfile', ...globSync('packaging/**/*.*', { cwd: root })].map(read).join('\n');
  const named = new Set(shipped.match(/\b(?:COUNTERSIGN_[A-Z_]+|DATABASE_URL(?:_FILE)?)\b/g));
  assert.deepEqual(
    [...named].filter((name) => !documented.has(name)),
    [],
  );
  assert.ok(named.size > 8);

  const { environment, secrets } = compose.services.countersign;
  const public_url = { COUNTERSIGN_PUBLIC_URL: 'https://id.example.com' };
  const composed = configOf(folder, { ...environment, ...public_url });
  assert.deepEqual(composed.secrets, secrets.sort());
  assert.equal(composed.config.databaseUrl?.reveal(), SECRETS['database-url']);
  assert.deepEqual(composed.config.trustedProxies, [compose.networks.front.ipam.config[0].gateway]);

  const clustered = configOf(folder, manifest('settings').data);
  assert.deepEqual(clustered.secrets, Object.keys(manifest('secret').stringData).sort());
  assert.equal(clustered.config.masterKey.command, `cat ${join(folder, 'master-key')}`);
  const mounted = container.volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath);
  assert.deepEqual(mounted, ['/data', '/run/secrets/countersign']);
  assert.ok(clustered.config.dataFolder.startsWith('/data/'));
});

test('ports and probes are those of the program', async (t) => {
  assert.match(read('packaging/countersign.service'), / bin\/countersign\.js serve$/m);
  assert.match(dockerfile, /^ENTRYPOINT \["node", "bin\/countersign\.js"\]\nCMD \["serve"\]$/m);
  for (const how of ['packaging/countersign.service', 'Dockerfile', 'bench/bench.ts']) {
    assert.match(read(how), /\bMALLOC_ARENA_MAX(=|: ')2\b/, how);
  }
  const { port } = readConfig({});
  assert.match(dockerfile, new RegExp(`^EXPOSE ${port}$`, 'm'));
  const metricsPort = 9464;
  assert.deepEqual(compose.services.countersign.ports, [
    `127.0.0.1:${port}:${port}`,
    `127.0.0.1:${metricsPort}:${metricsPort}`,
  ]);
  for (const settings of [compose.services.countersign.environment, manifest('settings').data]) {
    assert.equal(settings.COUNTERSIGN_METRICS, `0.0.0.0:${metricsPort}`);
  }
  assert.deepEqual(container.ports, [
    { name: 'http', containerPort: port },
    { name: 'metrics', containerPort: metricsPort },
  ]);
  assert.equal(deployment.spec.template.metadata.annotations['prometheus.io/port'], String(metricsPort));
  const { app } = await startInProcess(t);
  for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
    const { path, port: name } = container[probe].httpGet;
    assert.equal(name, 'http');
    assert.equal((await app.inject(path)).statusCode, 200, path);
  }
});

test('what is shipped for Kubernetes fits together and is held to the restricted standard', () => {
  const listed: string[] = manifest('kustomization').resources;
  const files = readdirSync(join(root, 'packaging/kubernetes')).filter(
    (name) => name !== 'kustomization.yaml',
  );
  assert.deepEqual(listed.toSorted(), files.sort());
  const all = listed.map((name) => manifest(name.replace('.yaml', '')));
  assert.deepEqual(
    all.map(({ kind }) => kind),
    [
      ...[
        'Namespace',
        'Secret',
        'ConfigMap',
        'Deployment',
        'Service',
        'PodDisruptionBudget',
        'NetworkPolicy',
      ],
    ],
  );
  for (const { metadata, kind } of all) {
    assert.equal(metadata.name, 'countersign');
    assert.equal(metadata.namespace, kind === 'Namespace' ? undefined : 'countersign');
  }
  const { labels } = deployment.spec.template.metadata;
  for (const chosen of [
    deployment.spec.selector.matchLabels,
    manifest('service').spec.selector,
    manifest('disruption-budget').spec.selector.matchLabels,
    manifest('network-policy').spec.podSelector.matchLabels,
    ...pod.topologySpreadConstraints.map(
      (one: { labelSelector: { matchLabels: object } }) => one.labelSelector.matchLabels,
    ),
  ]) {
    assert.deepEqual(chosen, labels);
  }
  assert.ok(
    deployment.spec.replicas >= 2 &&
      manifest('disruption-budget').spec.minAvailable < deployment.spec.replicas,
  );
  assert.equal(manifest('service').spec.ports[0].targetPort, 'http');

  // https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
  assert.equal(manifest('namespace').metadata.labels['pod-security.kubernetes.io/enforce'], 'restricted');
  assert.equal(pod.securityContext.runAsNonRoot, true);
  assert.equal(pod.securityContext.seccompProfile.type, 'RuntimeDefault');
  const { allowPrivilegeEscalation, readOnlyRootFilesystem, capabilities } = container.securityContext;
  assert.deepEqual(
    [allowPrivilegeEscalation, readOnlyRootFilesystem, capabilities.drop],
    [false, true, ['ALL']],
  );
  // The group of the secrets is nobody else's.
  assert.equal(pod.volumes[1].secret.defaultMode, 0o440);
  // The account of the image, whose cache of compiled code no other account has.
  const [, account] = /^USER (\d+):\1$/m.exec(dockerfile.slice(dockerfile.lastIndexOf('FROM '))) ?? [];
  assert.deepEqual(Object.values(pod.securityContext).slice(1, 4).map(String), [account, account, account]);
  // A stop is not cut off: see cli/serve.ts.
  assert.ok(pod.terminationGracePeriodSeconds > container.lifecycle.preStop.sleep.seconds + 8);
});

test('the services of Compose may do no more than they need', () => {
  for (const [name, service] of Object.entries<Record<string, unknown>>(compose.services)) {
    assert.deepEqual(
      [service.read_only, service.cap_drop, service.security_opt],
      [true, ['ALL'], ['no-new-privileges']],
      name,
    );
    for (const secret of service.secrets as string[])
      assert.equal(compose.secrets[secret].file, `./secrets/${secret}`);
  }
  assert.deepEqual(compose.services.postgres.networks, ['database']);
  assert.equal(compose.networks.database.internal, true);
});

test('the account that Compose makes in PostgreSQL is one that a server works with', {
  skip: needsPostgres(),
}, async (t) => {
  const folder = scratchFolder(t);
  const postgres = await startPostgres(tmpdir());
  mkdirSync(join(folder, 'secrets'));
  const password = `a'b"c\\d`;
  writeFileSync(join(folder, 'secrets/database-password'), `${password}\n`);
  const script = compose.configs.account.content.replace('/run/secrets', join(folder, 'secrets'));
  writeFileSync(
    join(folder, 'account.sql'),
    script.replaceAll('ROLE countersign', 'ROLE app').replaceAll(/(DATABASE|OWNER) countersign/g, '$1 app'),
  );
  const target = ['-h', '127.0.0.1', '-p', String(postgres.port), '-U', 'countersign', '-d', 'postgres'];
  execFileSync(
    'psql',
    ['-v', 'ON_ERROR_STOP=1', '--no-psqlrc', '-f', join(folder, 'account.sql'), ...target],
    { stdio: 'pipe' },
  );
  const { rows } = await postgres.query(
    "SELECT rolsuper, rolcreatedb, rolpassword FROM pg_authid WHERE rolname = 'app'",
  );
  assert.deepEqual([rows[0].rolsuper, rows[0].rolcreatedb], [false, false]);
  assert.match(rows[0].rolpassword, /^SCRAM-SHA-256\$/);
  const url = `postgres://app:${encodeURIComponent(password)}@127.0.0.1:${postgres.port}/app`;
  const server = await spawnServer(t, join(folder, 'data'), { DATABASE_URL: url });
  assert.equal((await fetch(`${server.origin}/ready`)).status, 200);
  assert.equal(await server.stop(), 0);
});

test('the image has the Node.js and all packages that the program is tested with, and is well when the server is', async (t) => {
  const { devDependencies, dependencies } = JSON.parse(read('package.json'));
  assert.match(
    dockerfile,
    new RegExp(`^FROM node:${devDependencies.node.replaceAll('.', '\\.')}-bookworm-slim AS built$`, 'm'),
  );
  const sources = globSync('src/**/*.ts', { cwd: root }).filter((path) => !path.endsWith('.test.ts'));
  const packages = sources.flatMap((path) =>
    [...read(path).matchAll(/^(?:import|\})(?! type) .*from '([^.'][^']*)';$|\bimport\('([^.'][^']*)'\)/gm)]
      .map(([, fixed, dynamic]) => fixed ?? dynamic ?? '')
      .filter((name) => !name.startsWith('node:'))
      .map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? ''),
  );
  assert.deepEqual(
    packages.filter((name) => !(name in dependencies)),
    [],
  );

  const [, check = ''] = /^HEALTHCHECK [^\n]*\n {2}CMD (\[.*\])$/m.exec(dockerfile) ?? [];
  const [, ...args]: string[] = JSON.parse(check);
  const exitCode = (settings: Record<string, string>) =>
    new Promise<number>((resolve) => {
      const env = { PATH: process.env.PATH, ...settings };
      execFile(process.execPath, args, { env }, (error) => resolve(error ? Number(error.code) : 0));
    });
  const folder = scratchFolder(t);
  const tls = placeCertificate(folder, makeCertificate(folder));
  for (const settings of [{}, tls]) {
    const server = await spawnServer(t, join(folder, 'data'), settings);
    const { port } = new URL(server.origin);
    assert.equal(await exitCode({ COUNTERSIGN_PORT: port, ...settings }), 0);
    await server.stop();
    assert.equal(await exitCode({ COUNTERSIGN_PORT: port, ...settings }), 1);
  }
});

test('in a container, whose output is kept, the first administrator is not printed', (t) => {
  const folder = scratchFolder(t);
  const program = `
    import { showOnce } from ${JSON.stringify(join(root, 'src/setup/show-once.ts'))};
    showOnce({ clientId: 'canary' }, ${JSON.stringify(folder)}, { env: {}, pid: Number(process.argv[1]) });`;
  const said = (pid: number) =>
    spawnSync(process.execPath, ['--input-type=module', '-e', program, String(pid)], { encoding: 'utf8' })
      .stdout;
  assert.match(said(1), /^The administrator is in \S+first-start\.txt: read it/);
  assert.match(readFileSync(join(folder, 'first-start.txt'), 'utf8'), / canary$/m);
  assert.match(said(2), / canary$/m);
});
