import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyFor, type Manifest } from '../archive/manifest.ts';
import { type Proof, proveBackup, unpackBackup } from '../archive/read-backup.ts';
import { restoreBackup } from '../archive/restore-backup.ts';
import { openSealed } from '../archive/sealed-file.ts';
import { openSource } from '../archive/sealed-source.ts';
import { type Config, readConfig } from '../config.ts';
import { systemClock } from '../context.ts';
import type { Secret } from '../core/secret.ts';
import { readInstanceId } from '../keys/key-ring.ts';
import { interruptible } from './interruptible.ts';
import { perform } from './perform.ts';
import { counted, type Options, print } from './print.ts';
import { withBar } from './progress.ts';
import { readDatabase } from './read-database.ts';
import { orSayWhy } from './refusal.ts';
import { type OpenOptions, openedWith } from './seal-options.ts';

interface RestoreOptions extends Options, OpenOptions {
  drill?: boolean;
}

/** `countersign restore`: into an empty data folder or PostgreSQL database, or with `--drill` on trial. */
export function restore(file: string, options: RestoreOptions): Promise<void> {
  return orSayWhy(async () => {
    process.umask(0o077);
    const key = openedWith(options);
    const config = readConfig(process.env);
    if (options.drill) return drill(file, key, config, options);
    const { databaseUrl } = config;
    if (databaseUrl) return intoDatabase(file, key, { ...config, databaseUrl }, options);
    return intoFolder(file, key, config, options);
  });
}

type Key = ReturnType<typeof openedWith>;

async function intoFolder(file: string, key: Key, config: Config, options: Options): Promise<void> {
  const { dataFolder, masterKey } = config;
  const { manifest, proof, unproved } = await interruptible(async (signal) => {
    const { content } = await opened(file, key, { config, signal });
    return withBar('unpacked', (tell) => restoreBackup(content, { dataFolder, masterKey, signal, tell }));
  });
  const { taken_at, counts } = manifest;
  const words = [
    inWords(manifest, dataFolder),
    proof
      ? proofInWords(proof)
      : `Put the master key there before you start. It was not checked: ${unproved}`,
    'At the next start recovery codes, sessions and links become void, and no code counts that was used before.',
    BACK,
  ];
  print({ data_folder: dataFolder, taken_at, counts, ...proof }, words.join('\n'), options);
}

async function intoDatabase(
  file: string,
  key: Key,
  config: Config & { databaseUrl: Secret },
  options: Options,
): Promise<void> {
  const [{ restoreToPostgres }, { pino }] = await Promise.all([
    import('../archive/restore-to-postgres.ts'),
    import('pino'),
  ]);
  const log = pino({ level: 'error', base: null }, pino.destination(2));
  const { manifest, proof } = await interruptible((signal) =>
    withBar('unpacked', (tell) =>
      restoreToPostgres(async () => (await opened(file, key, { config, signal })).content, {
        ...{ config, log, signal, tell },
      }),
    ),
  );
  const { taken_at, counts } = manifest;
  const words = [
    inWords(manifest, 'the database that DATABASE_URL names'),
    proofInWords(proof),
    'Recovery codes, sessions and links are void, and no code counts that was used before.',
    BACK,
  ];
  print({ database: 'postgresql', taken_at, counts, ...proof }, words.join('\n'), options);
}

/** Opens a sealed file, which its source tells the digest of once it was read. */
async function opened(
  file: string,
  key: Key,
  { config: { s3 }, signal }: { config: Config; signal: AbortSignal },
) {
  const source = await openSource(file, { s3, nowMs: systemClock(), signal });
  return { source, content: await openSealed(source, { with: key }) };
}

const BACK = 'API keys and users that were taken away since are back: look through them.';

const inWords = ({ taken_at, counts }: Manifest, place: string): string =>
  `The data of ${taken_at} are in ${place}: ${counted(counts.users, 'user')}, ${counted(counts.second_factors, 'second factor')}.`;

async function drill(file: string, key: Key, config: Config, options: Options): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'countersign-drill-'));
  try {
    const { manifest, proof, digest } = await interruptible(async (signal) => {
      const { source, content } = await opened(file, key, { config, signal });
      const unpacked = await withBar('unpacked', (tell) => unpackBackup(content, scratch, signal, tell));
      const proof = await proveBackup(scratch, unpacked, keyFor(unpacked, config.masterKey));
      return { manifest: unpacked, proof, digest: source.digest() };
    });
    const taken = { ...digest, takenAtMs: Date.parse(manifest.taken_at) };
    const proved = (await isOurs(manifest)) ? await perform('backup prove', taken) : undefined;
    const { taken_at, counts } = manifest;
    const remembered = proved
      ? ''
      : ' This is not the installation it was taken of, so it is not remembered here.';
    print(
      { proved: true, taken_at, counts, ...proof, remembered: proved !== undefined },
      `The backup of ${taken_at} can be restored: ${counts.users} users. ${proofInWords(proof)}${remembered}`,
      options,
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Whether the installation of the settings is the one that a backup was taken of. */
const isOurs = ({ instance_id }: Manifest): Promise<boolean> =>
  readDatabase(readInstanceId).then(
    (ours) => ours === instance_id,
    () => false,
  );

const proofInWords = ({ audit_records, seeds_opened }: Proof): string =>
  `The audit log is whole (${audit_records} records), and the seeds that were tried open (${seeds_opened}).`;
