import { statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { FastifyInstance } from 'fastify';
import { lastBackup } from '../backups/last-backup.ts';
import { type Context, DATABASE_FILE } from '../context.ts';
import { StartError } from '../core/start-error.ts';
import type { Delivery } from '../webhooks/delivery-counts.ts';
import { Coverage } from './coverage.ts';
import { EventCounts } from './event-counts.ts';
import { metric, type Sample } from './exposition.ts';
import { selectDatabaseSize } from './queries.ts';
import { RequestTimes } from './request-times.ts';
import { webhookMetrics } from './webhooks.ts';

// `import` would load all that the module offers, a WebSocket client too: 3 MB, and 20 ms of a start.
const { createServer } = process.getBuiltinModule('node:http');

const gauge = (name: string, help: string, samples: readonly Sample[]): string =>
  metric(`countersign_${name}`, { type: 'gauge', help }, samples);

/** What is counted elsewhere. */
interface Counted {
  deliveries: readonly Delivery[];
  /** undefined: the server takes none by itself. */
  backups: { done: number; failed: number } | undefined;
  /** What the server shows by TLS at the time. */
  certificate: { validUntilMs: number } | undefined;
}

/**
 * Serves `/metrics` on an address of its own, so that it is never reached by way of the address that people and
 * programs use. It asks for no token and has no secret and no name in it.
 *
 * @param app Not started yet.
 * @param counted What else is counted since the start.
 * @returns How to stop.
 * @throws StartError when it cannot listen there.
 */
export async function serveMetrics(
  context: Context,
  app: FastifyInstance,
  at: { host: string; port: number },
  { deliveries, backups: scheduled, certificate }: Counted,
): Promise<() => void> {
  const { database, clock, log } = context;
  const times = new RequestTimes();
  times.watch(app);
  const events = await EventCounts.fromNow(database);
  const coverage = new Coverage(database, clock);
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();

  const text = async (): Promise<string> => {
    const lag = [0.5, 0.99].map((quantile) => ({
      labels: { quantile: String(quantile) },
      value: delay.percentile(quantile * 100) / 1e9,
    }));
    delay.reset();
    return [
      times.toText(),
      await events.toText(),
      await coverage.toText(),
      gauge('event_loop_lag_seconds', 'How late the process was since it was last asked.', lag),
      gauge(
        'certificate_expires_seconds',
        'Until the certificate expires. Absent: the server has none.',
        certificate ? [{ value: (certificate.validUntilMs - clock()) / 1_000 }] : [],
      ),
      gauge('memory_bytes', 'Memory that the process holds.', [{ value: process.memoryUsage.rss() }]),
      await size(context),
      ...(await backups(context)),
      scheduledBackups(scheduled),
      await webhookMetrics(context, deliveries),
    ].join('');
  };
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    text().then(
      (body) =>
        response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(body),
      (error: unknown) => {
        log.error({ err: error }, 'metrics could not be read');
        response.writeHead(503).end();
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve).once('error', reject).listen(at.port, at.host);
  }).catch((error: Error) => {
    throw new StartError(
      `COUNTERSIGN_METRICS: cannot listen on ${at.host} port ${at.port} (${error.message}).`,
    );
  });
  const { address, port } = server.address() as AddressInfo;
  log.info({ address, port }, 'metrics are served');
  return () => {
    delay.disable();
    server.close();
    server.closeAllConnections();
  };
}

async function size({ config, database: { get } }: Context): Promise<string> {
  if (config.databaseUrl) {
    const row = await get<{ bytes: number }>(selectDatabaseSize());
    return gauge('database_bytes', 'Size of the database.', [{ value: row?.bytes ?? 0 }]);
  }
  const database = join(config.dataFolder, DATABASE_FILE);
  const bytes = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const samples = ['', '-wal'].map((end) => ({
    labels: { file: `${DATABASE_FILE}${end}` },
    value: bytes(`${database}${end}`),
  }));
  return gauge('database_bytes', 'Size of the database and of its write-ahead log.', samples);
}

async function backups({ database, clock }: Context): Promise<string[]> {
  const { taken, proved } = await lastBackup(database);
  const age = (ms: number) => [{ value: Math.max(0, clock() - ms) / 1_000 }];
  return [
    gauge(
      'backup_age_seconds',
      'Since the newest backup. Absent: there is none.',
      taken ? age(taken.taken_at) : [],
    ),
    gauge(
      'backup_proof_age_seconds',
      'Since a backup was last proved restorable. Absent: none was.',
      proved?.proved_at ? age(proved.proved_at) : [],
    ),
  ];
}

const scheduledBackups = (results: Counted['backups']): string =>
  metric(
    'countersign_scheduled_backups_total',
    { type: 'counter', help: 'Backups that the server took by itself since the start, or could not take.' },
    Object.entries(results ?? {}).map(([result, value]) => ({ labels: { result }, value })),
  );
