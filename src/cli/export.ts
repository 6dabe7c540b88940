import { resolve } from 'node:path';
import { writeSealed } from '../archive/sealed-file.ts';
import { readConfig } from '../config.ts';
import { openToRead } from '../context.ts';
import { exportKeys } from '../two-factor/export-keys.ts';
import { interruptible } from './interruptible.ts';
import { perform } from './perform.ts';
import { type Options, print } from './print.ts';
import { orSayWhy } from './refusal.ts';
import { type SealOptions, sealedTo } from './seal-options.ts';

/** `countersign export`: it is recorded first, so that no file is without a record. */
export function exportAll(file: string, options: Options & SealOptions): Promise<void> {
  return orSayWhy(async () => {
    process.umask(0o077);
    const to = sealedTo(options);
    const { dataFolder, masterKey, issuer } = readConfig(process.env);
    const { database, keys } = await openToRead(dataFolder, masterKey);
    try {
      await perform('export record', {});
      let count = 0;
      async function* content() {
        for await (const lines of exportKeys(database, keys, issuer)) {
          count += lines.toString().split('\n').length - 1;
          yield lines;
        }
      }
      const path = resolve(file);
      const written = await interruptible((signal) => writeSealed(path, to, content(), signal));
      print({ file: path, keys: count, ...written }, `${path}: ${count} keys.`, options);
    } finally {
      await database.close();
    }
  });
}
