import { join, resolve } from 'node:path';
import { writeBackup } from '../archive/write-backup.ts';
import { readConfig } from '../config.ts';
import { requireInstallation, systemClock } from '../context.ts';
import { StartError } from '../core/start-error.ts';
import { masterKeyText } from '../keys/master-keys.ts';
import { interruptible } from './interruptible.ts';
import { perform } from './perform.ts';
import { counted, type Options, print } from './print.ts';
import { withBar } from './progress.ts';
import { orSayWhy } from './refusal.ts';
import { type SealOptions, sealedTo } from './seal-options.ts';

interface BackupOptions extends Options, SealOptions {
  withMasterKey?: boolean;
}

/** `countersign backup`: this process reads and seals; the server goes on and only remembers that it was done. */
export function backup(file: string, options: BackupOptions): Promise<void> {
  return orSayWhy(async () => {
    process.umask(0o077);
    if (file.startsWith('s3://')) {
      throw new StartError(
        'This command writes to a file: name one. To S3 the server takes backups by itself: set COUNTERSIGN_BACKUP_TO.',
      );
    }
    const to = sealedTo(options);
    const config = readConfig(process.env);
    await requireInstallation(config);
    const { dataFolder, masterKey } = config;
    const path = resolve(file);
    const { bytes, sha256, takenAtMs, manifest } = await interruptible((signal) =>
      withBar('sealed', async (tell) =>
        writeBackup(config, {
          file: path,
          copy: join(dataFolder, 'countersign.backup'),
          to,
          masterKey: options.withMasterKey ? await masterKeyText(masterKey) : null,
          nowMs: systemClock(),
          signal,
          tell,
        }),
      ),
    );
    await perform('backup record', { bytes, sha256, takenAtMs });
    const { taken_at, counts } = manifest;
    const answer = {
      file: path,
      bytes,
      sha256,
      taken_at,
      counts,
      has_master_key: manifest.master_key !== null,
    };
    const key = answer.has_master_key
      ? 'The master key is in it: whoever opens it has every second factor.'
      : 'The master key is not in it: keep that elsewhere, or nothing of it can be used.';
    print(
      answer,
      `${path}: ${bytes} bytes, ${counted(counts.users, 'user')}, ${counted(counts.second_factors, 'second factor')}.\n${key}`,
      options,
    );
  });
}
