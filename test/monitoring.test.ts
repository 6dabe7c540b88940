import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';
import { newAgeKey } from './age-keys.ts';
import { codeAt } from './authenticator.ts';
import { makeCertificate, placeCertificate } from './certificates.ts';
import { apiAt, logIn, metricsOf, scratchFolder, spawnServer } from './harness.ts';
import { startReceiver } from './webhook-receiver.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const main = join(root, 'bin/countersign.js');

interface Alert {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; description: string };
}
const alerts: Alert[] = parse(read('packaging/alerts.yaml')).groups.flatMap(
  ({ rules }: { rules: Alert[] }) => rules,
);

interface Panel {
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets: { expr: string }[];
}
const panels: Panel[] = JSON.parse(read('packaging/grafana-dashboard.json')).panels;

const expressions = [
  ...alerts.map(({ alert, expr }) => ({ of: alert, expr })),
  ...panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ of: title, expr }))),
].map(({ of, expr }) => ({ of, expr: expr.replace(/\$__(?:rate_)?interval/g, '5m') }));

interface Selector {
  of: string;
  name: string;
  labels: { label: string; operator: string; value: string }[];
}

/** What an expression selects, as the grammar of Prometheus reads it; it must be one as a whole. */
function selectorsOf({ of, expr }: { of: string; expr: string }): Selector[] {
  const selectors: Selector[] = [];
  parser.parse(expr).iterate({
    enter(node) {
      const text = expr.slice(node.from, node.to);
      assert.ok(!node.type.isError, `${of}: not PromQL near ${expr.slice(node.from)}`);
      if (node.name !== 'VectorSelector') return;
      const [, name = '', inside = ''] = /^(\w+)\s*(?:\{(.*)\})?/s.exec(text) ?? [];
      const labels = [...inside.matchAll(/(\w+)\s*(=~|!=|!~|=)\s*"([^"]*)"/g)];
      selectors.push({
        of,
        name,
        labels: labels.map(([, label = '', operator = '', value = '']) => ({ label, operator, value })),
      });
    },
  });
  return selectors;
}

test('alerts and dashboard ask for metrics and labels that the server has', async (t) => {
  const folder = scratchFolder(t);
  const data = join(folder, 'data');
  const { privateKey, publicKey: recipient } = await newAgeKey();
  writeFileSync(join(folder, 'identity'), privateKey);
  const receiver = await startReceiver(t);
  const settings = {
    COUNTERSIGN_METRICS: '127.0.0.1:0',
    COUNTERSIGN_BACKUP_TO: join(folder, 'backups'),
    COUNTERSIGN_BACKUP_RECIPIENTS: recipient,
    COUNTERSIGN_WEBHOOKS_HTTP_TO: receiver.host,
  };
  const tls = await metricsOf(
    await spawnServer(t, join(folder, 'tls'), {
      COUNTERSIGN_METRICS: '127.0.0.1:0',
      ...placeCertificate(folder, makeCertificate(folder, { days: 30 })),
    }),
  );
  const left = Number(/^countersign_certificate_expires_seconds (\S+)$/m.exec(tls)?.[1]);
  assert.ok(left > 29.9 * 86_400 && left <= 30 * 86_400, String(left));
  const server = await spawnServer(t, data, settings);
  const admin = apiAt(server.origin, await logIn(server.origin));
  const path = '/users/1/credentials_totp';
  await admin.post(path);
  const { secret } = (await admin.post(`${path}/enrollment`)).body;
  assert.equal(
    (await admin.post(`${path}/verify`, { code: codeAt(secret, Date.now()) })).body.accepted,
    true,
  );
  receiver.secret = (await admin.post('/webhooks', { url: receiver.url })).body.secret;
  await receiver.tookSoMany(1);
  const countersign = (...args: string[]) =>
    execFileSync(process.execPath, [main, ...args], {
      cwd: folder,
      env: { PATH: process.env.PATH, COUNTERSIGN_DATA: data },
      stdio: 'pipe',
    });
  countersign('backup', 'backup.age', '--recipient', recipient);
  countersign('restore', 'backup.age', '--identity', 'identity', '--drill');
  const text = (await metricsOf(server)) + tls;

  const labelsOf = new Map<string, Set<string>>();
  const values = new Map<string, Set<string>>();
  for (const [, name = '', labels = ''] of text.matchAll(/^(\w+)(?:\{(.*)\})? \S+$/gm)) {
    const known = labelsOf.get(name) ?? new Set(['job', 'instance']);
    labelsOf.set(name, known);
    for (const [, label = '', value = ''] of labels.matchAll(/(\w+)="([^"]*)"/g)) {
      known.add(label);
      values.set(label, (values.get(label) ?? new Set()).add(value));
    }
  }
  labelsOf.set('up', new Set(['job', 'instance'])); // Prometheus has it of every server it reads
  // What a server answers depends on what it is asked.
  const sources = globSync('src/**/*.ts', { cwd: root }).map(read).join('');
  values.set('action', new Set([...sources.matchAll(/\baction: '(\w+)'/g)].map(([, action = '']) => action)));
  values.set('group', new Set(['verify', 'api', 'page', 'probe']));
  values.set('status', new Set(['200', '429', '500', '503']));

  const selectors = expressions.flatMap(selectorsOf);
  const wrong = selectors.flatMap(({ of, name, labels }) => {
    const known = labelsOf.get(name);
    if (!known) return `${of}: there is no metric ${name}`;
    return labels.flatMap(({ label, operator, value }) => {
      if (!known.has(label)) return `${of}: ${name} has no label ${label}`;
      if (['job', 'instance'].includes(label)) return [];
      const all = [...(values.get(label) ?? [])];
      const asked = operator.includes('~') ? value.split('|') : [value];
      return asked
        .filter((one) => !all.some((there) => new RegExp(`^(?:${one})$`).test(there)))
        .map((one) => `${of}: no ${label} of ${name} is ${one}`);
    });
  });
  assert.deepEqual(wrong, []);
  // Every metric is used, but for the parts of a histogram that only its quantiles need.
  const used = new Set(selectors.map(({ name }) => name));
  const unused = [...labelsOf.keys()].filter((name) => !used.has(name) && !/_(?:sum|count)$/.test(name));
  assert.deepEqual(unused, []);
  assert.equal(await server.stop(), 0);
});

test('every alert says what is wrong and what to do, and docs/operate.md has it', () => {
  assert.equal(new Set(alerts.map(({ alert }) => alert)).size, alerts.length);
  for (const { alert, labels, annotations } of alerts) {
    assert.match(labels.severity, /^(?:critical|warning|info)$/, alert);
    assert.ok(annotations.summary && annotations.description, alert);
  }
  const documented = [...read('docs/operate.md').matchAll(/^\| `(Countersign\w+)` /gm)].map(
    ([, name]) => name,
  );
  assert.deepEqual(
    documented,
    alerts.map(({ alert }) => alert),
  );
});

test('no two panels of the dashboard overlap', () => {
  assert.ok(panels.length > 10);
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) => {
    assert.ok(x + w <= 24);
    return Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`);
  });
  assert.equal(new Set(cells).size, cells.length);
});
