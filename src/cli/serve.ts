import { pino } from 'pino';
import { buildApp } from '../app.ts';
import type { ScheduledBackups } from '../archive/scheduled-backups.ts';
import { publishHeads } from '../audit/publish-heads.ts';
import { type Config, ConfigError, readConfig } from '../config.ts';
import { type Context, openContext, systemClock } from '../context.ts';
import type { BackupPlan } from '../core/backup-settings.ts';
import { StartError } from '../core/start-error.ts';
import { Resealing } from '../sealing-keys/resealing.ts';
import { firstStart } from '../setup/first-start.ts';
import { lockDataFolder } from '../setup/lock-data-folder.ts';
import { startPulse } from '../setup/pulse.ts';
import { settleMemory } from '../setup/settle-memory.ts';
import { showOnce } from '../setup/show-once.ts';
import type { Certificate } from '../tls/certificate.ts';
import { WebhookSender } from '../webhooks/deliver-events.ts';
import { openOperatorSocket, type Perform } from './operator-socket.ts';
import type { Workplace } from './tasks.ts';

/** How long requests in flight get to be answered at a stop, in milliseconds. */
const ANSWER_WITHIN_MS = 5_000;

/** When a stop is given up, in milliseconds; process managers kill after 10 s or later. */
const STOP_WITHIN_MS = 8_000;

/** `countersign serve`: runs the server until it is told to stop. Exits with 1 when it cannot start. */
export async function serve(): Promise<void> {
  try {
    await start();
  } catch (error) {
    const known = error instanceof ConfigError || error instanceof StartError;
    process.stderr.write(
      `${known ? (error as Error).message : `Countersign cannot start: ${(error as Error).message}`}\n`,
    );
    process.exit(1);
  }
}

async function start(): Promise<void> {
  // The database, its log and the keys are for this account alone.
  process.umask(0o077);
  const config = readConfig(process.env);
  // Standard output is for the person who starts the server; logs are for machines.
  const log = pino({ level: config.logLevel, base: null }, pino.destination(2));
  const certificate = await openCertificate(config);
  await requirePublicKeys('COUNTERSIGN_MOVE_TO', config.moveTo);
  const sealedTo = config.backups?.sealedTo ?? { recipients: [] };
  if ('recipients' in sealedTo) {
    await requirePublicKeys('COUNTERSIGN_BACKUP_RECIPIENTS', sealedTo.recipients);
  }
  const unlock = lockDataFolder(config.dataFolder);
  const opened = await openContext(config, { log });
  const tracing = config.traces === undefined ? undefined : await tracingTo(config.traces, opened);
  const context = tracing?.context ?? opened;
  const endPulse = await startPulse(context);
  const app = await buildApp(context, certificate);
  tracing?.watch(app);
  const resealing = new Resealing(context);
  const webhooks = new WebhookSender(context);
  let backups: ScheduledBackups | undefined;
  let stopMetrics = () => {};
  let stopRenewing = () => {};
  let stopHeads = async () => {};
  let closeSocket = () => {};
  const stop = async () => {
    endPulse();
    await resealing.end();
    await webhooks.stop();
    await backups?.stop();
    closeSocket();
    stopMetrics();
    stopRenewing();
    // What is still half-sent by then will hardly be finished.
    const hangUp = setTimeout(() => app.server.closeAllConnections(), ANSWER_WITHIN_MS);
    await app.close();
    clearTimeout(hangUp);
    await stopHeads();
    await tracing?.stop();
    await context.database.close();
    unlock();
  };
  try {
    await firstStart(context, (made) => showOnce(made, config.dataFolder, process));
    if (config.backups) backups = await scheduled(context, config.backups);
    if (config.metrics) {
      const { serveMetrics } = await import('../metrics/serve-metrics.ts');
      stopMetrics = await serveMetrics(context, app, config.metrics, {
        deliveries: webhooks.deliveries,
        backups: backups?.results,
        certificate,
      });
    }
    const address = await app
      .listen({ host: config.host, port: config.port })
      .catch((error: NodeJS.ErrnoException) => {
        throw new StartError(whyNotListening(error, config));
      });
    if (certificate) {
      const { renewCertificate } = await import('../tls/renew-certificate.ts');
      stopRenewing = renewCertificate(context, app, certificate);
    }
    stopHeads = publishHeads(context);
    webhooks.start();
    backups?.start();
    closeSocket = await openOperatorSocket(config.dataFolder, performing({ context, resealing }), log);
    // Goes on with what was not done when the server ended.
    resealing.run().catch((error: unknown) => log.error({ err: error }, 'sealing anew was broken off'));
    // Before anyone is told that it runs, and may tell it to stop.
    stopOnSignal(stop);
    settleMemory();
    process.stdout.write(`Countersign is listening on ${config.publicUrl ?? address}\n`);
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Loaded when a command first has the server do something. */
const performing =
  (workplace: Workplace): Perform =>
  async (...task) =>
    (await import('./tasks.ts')).performer(workplace)(...task);

/** Loaded only where it is set. */
async function scheduled(context: Context, plan: BackupPlan): Promise<ScheduledBackups> {
  const { ScheduledBackups } = await import('../archive/scheduled-backups.ts');
  return new ScheduledBackups(context, plan);
}

/** Loaded only where it is set. */
async function tracingTo(collector: string, context: Context) {
  const { startTracing } = await import('../tracing/start-tracing.ts');
  return startTracing(context, collector);
}

/** Loaded only where it is set. */
async function requirePublicKeys(setting: string, recipients: readonly string[]): Promise<void> {
  if (recipients.length === 0) return;
  const { encrypterTo } = await import('../core/age.ts');
  try {
    encrypterTo({ recipients });
  } catch (error) {
    throw new StartError(`${setting} is not right: ${(error as Error).message}`);
  }
}

async function openCertificate({ tls }: Config): Promise<Certificate | undefined> {
  if (!tls) return undefined;
  const { readCertificate } = await import('../tls/certificate.ts');
  return readCertificate(tls, systemClock());
}

function whyNotListening(
  { code, message }: NodeJS.ErrnoException,
  { host, port }: { host: string; port: number },
): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is in use: stop what listens there, or set COUNTERSIGN_PORT to a free one.`;
    case 'EACCES':
      return `Port ${port} may not be used by this account: set COUNTERSIGN_PORT to one above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${host} is not an address of this machine: set COUNTERSIGN_HOST to one that is, such as 127.0.0.1.`;
    default:
      return `Cannot listen on ${host} port ${port}: ${message}.`;
  }
}

/** The first signal lets requests in flight finish. It often comes twice: from the terminal and from npm. */
function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
      stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}
