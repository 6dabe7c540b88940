import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyFor, type Manifest } from '../archive/manifest.ts';
import { type Proof, proveBackup, unpackBackup } from '../archive/read-backup.ts';
import { restoreBackup } from '../archive/restore-backup.ts';
import { openSealed } from '../archive/sealed-file.ts';
import { openSource } from '../archive/sealed-source.ts';
import { readConfig } from '../config.ts';
import { systemClock } from '../context.ts';
import { readInstanceId } from '../keys/key-ring.ts';
import { interruptible } from './interruptible.ts';
import { perform } from './perform.ts';
import { type Options, print } from './print.ts';
import { withBar } from './progress.ts';
import { readDatabase } from './read-database.ts';
import { orSayWhy } from './refusal.ts';
import { requireEmbedded } from './require-embedded.ts';
import { type OpenOptions, openedWith } from './seal-options.ts';

interface RestoreOptions extends Options, OpenOptions {
  drill?: boolean;
}

/** `countersign restore`: into an empty data folder, or with `--drill` on trial. */
export function restore(file: string, options: RestoreOptions): Promise<void> {
  return orSayWhy(async () => {
    process.umask(0o077);
    const key = openedWith(options);
    const config = readConfig(process.env);
    requireEmbedded(config);
    if (options.drill) return drill(file, key, options);
    const { dataFolder, masterKey, s3 } = config;
    const { manifest, proof, unproved } = await interruptible(async (signal) => {
      const source = await openSource(file, { s3, nowMs: systemClock(), signal });
      const content = await openSealed(source, { with: key });
      return withBar('unpacked', (tell) => restoreBackup(content, { dataFolder, masterKey, signal, tell }));
    });
    const { taken_at, counts } = manifest;
    const words = [
      `The data of ${taken_at} are in ${dataFolder}: ${counts.users} users, ${counts.second_factors} second factors.`,
      proof
        ? `${proofInWords(proof)}`
        : `Put the master key there before you start. It was not checked: ${unproved}`,
      'At the next start recovery codes, sessions and links become void, and no code counts that was used before.',
      'API keys and users that were taken away since are back: look through them.',
    ];
    print({ data_folder: dataFolder, taken_at, counts, ...proof }, words.join('\n'), options);
  });
}

async function drill(file: string, key: ReturnType<typeof openedWith>, options: Options): Promise<void> {
  const { masterKey, s3 } = readConfig(process.env);
  const scratch = mkdtempSync(join(tmpdir(), 'countersign-drill-'));
  try {
    const { manifest, proof, digest } = await interruptible(async (signal) => {
      const source = await openSource(file, { s3, nowMs: systemClock(), signal });
      const content = await openSealed(source, { with: key });
      const unpacked = await withBar('unpacked', (tell) => unpackBackup(content, scratch, signal, tell));
      const proof = await proveBackup(scratch, unpacked, keyFor(unpacked, masterKey));
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

/** Whether the data folder is the one that a backup was taken of. */
const isOurs = ({ instance_id }: Manifest): Promise<boolean> =>
  readDatabase(readInstanceId).then(
    (ours) => ours === instance_id,
    () => false,
  );

const proofInWords = ({ audit_records, seeds_opened }: Proof): string =>
  `The audit log is whole (${audit_records} records), and the seeds that were tried open (${seeds_opened}).`;
