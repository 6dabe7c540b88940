import { parentPort, workerData } from 'node:worker_threads';
import { Secret } from '../core/secret.ts';
import type { Order } from './write-apart.ts';
import { writeBackup } from './write-backup.ts';

/** Runs in a thread of its own: see write-apart.ts. */
const { dataFolder, databaseUrl, to, ...wanted } = workerData as Order;
const controller = new AbortController();
parentPort?.once('message', () => controller.abort());
const sealedTo = 'password' in to ? { password: new Secret(to.password) } : to;
const place = { dataFolder, databaseUrl: databaseUrl === undefined ? undefined : new Secret(databaseUrl) };
const { bytes, sha256, takenAtMs } = await writeBackup(place, {
  ...wanted,
  to: sealedTo,
  signal: controller.signal,
});
parentPort?.postMessage({ bytes, sha256, takenAtMs });
parentPort?.close();
