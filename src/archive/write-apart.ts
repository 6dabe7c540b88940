import { rmSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Taken } from '../backups/record-backup.ts';
import type { Place } from '../context.ts';
import type { SealedTo } from '../core/age.ts';
import { unfinishedAt } from './whole-file.ts';
import type { Wanted } from './write-backup.ts';

/** What the thread is told. */
export type Order = Omit<Wanted, 'to' | 'signal'> & {
  dataFolder: string;
  databaseUrl: string | undefined;
  to: { recipients: readonly string[] } | { password: string };
};

/** How long the thread gets to clear up after itself, in milliseconds. */
const END_WITHIN_MS = 2_000;

/**
 * Writes a backup in a thread of its own. Copying and sealing a large database takes seconds of the processor's time, in
 * which the server is to go on answering.
 *
 * @throws Error with what went wrong, or when the signal broke it off; nothing half done is left.
 */
export async function writeApart(
  { dataFolder, databaseUrl }: Place,
  { to, signal, ...wanted }: Wanted & { to: SealedTo },
): Promise<Taken> {
  signal.throwIfAborted();
  const order: Order = {
    ...{ ...wanted, dataFolder, databaseUrl: databaseUrl?.reveal() },
    to: 'password' in to ? { password: to.password.reveal() } : to,
  };
  const worker = new Worker(new URL('./backup-worker.ts', import.meta.url), { workerData: order });
  let killed: NodeJS.Timeout | undefined;
  const abort = () => {
    worker.postMessage('end');
    killed = setTimeout(() => worker.terminate(), END_WITHIN_MS);
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await new Promise<Taken>((resolve, reject) => {
      worker.once('message', resolve).once('error', reject);
      worker.once('exit', () => reject(new Error('the backup was broken off')));
    });
  } finally {
    signal.removeEventListener('abort', abort);
    clearTimeout(killed);
    // One that was killed could not.
    for (const left of [wanted.copy, unfinishedAt(wanted.file)]) rmSync(left, { force: true });
  }
}
