import { resolve } from 'node:path';
import { writeSealed } from '../archive/sealed-file.ts';
import { writeWhole } from '../archive/whole-file.ts';
import { readConfig } from '../config.ts';
import { openToRead } from '../context.ts';
import { StartError } from '../core/start-error.ts';
import type { ProtectedWith } from '../pskc/write-container.ts';
import { countKeys, exportKeys, otpauthLine, type WriteKey } from '../two-factor/export-keys.ts';
import { findUser } from './find-user.ts';
import { interruptible } from './interruptible.ts';
import { perform } from './perform.ts';
import { counted, type Options, print } from './print.ts';
import { openBar } from './progress.ts';
import { orSayWhy } from './refusal.ts';
import { newPassword, readPassword, type SealOptions, sealedTo } from './seal-options.ts';

interface ExportOptions extends Options, SealOptions {
  format: string;
  keyFile?: string;
  /** Id or e-mail address of the one person whose key it is to be. */
  user?: string;
}

/** How keys are written, and to what file. */
interface Exporter {
  head?: string;
  key: WriteKey;
  foot?: string;
  write(
    path: string,
    content: AsyncIterable<Uint8Array>,
    signal: AbortSignal,
  ): Promise<{ bytes: number; sha256: string }>;
}

/** `countersign export`: it is recorded first, so that no file is without a record. */
export function exportToFile(file: string, options: ExportOptions): Promise<void> {
  return orSayWhy(async () => {
    process.umask(0o077);
    const config = readConfig(process.env);
    const exporter = await exporterFor(options, config.issuer);
    const { database, keys } = await openToRead(config, config.masterKey);
    try {
      const userId = options.user === undefined ? undefined : await findUser(database, options.user);
      const of = await countKeys(database, userId);
      if (userId !== undefined && of === 0) {
        throw new StartError(`User ${userId} has not set up a second factor.`);
      }
      await perform('export record', { ...(userId !== undefined && { userId }) });
      let count = 0;
      const bar = await openBar('exported');
      async function* content() {
        if (exporter.head) yield Buffer.from(exporter.head);
        for await (const texts of exportKeys(database, keys, exporter.key, userId)) {
          count += texts.length;
          yield Buffer.from(texts.join(''));
          bar.tell(count, of);
        }
        if (exporter.foot) yield Buffer.from(exporter.foot);
      }
      const path = resolve(file);
      const written = await interruptible((signal) => exporter.write(path, content(), signal)).finally(
        bar.end,
      );
      const said = `${path}: ${counted(count, 'key')}.`;
      print({ file: path, keys: count, ...written }, said, options);
    } finally {
      await database.close();
    }
  });
}

function exporterFor(options: ExportOptions, issuer: string): Exporter | Promise<Exporter> {
  if (options.format === 'otpauth') return otpauthExporter(options, issuer);
  if (options.format === 'pskc') return pskcExporter(options, issuer);
  throw new StartError('The format must be otpauth or pskc.');
}

function otpauthExporter(options: ExportOptions, issuer: string): Exporter {
  if (options.keyFile !== undefined) throw new StartError('--key-file belongs to --format pskc.');
  const to = sealedTo(options);
  return {
    key: otpauthLine(issuer),
    write: (path, content, signal) => writeSealed(path, to, content, signal),
  };
}

/** Its secrets are protected one by one, in a file that can be read. */
async function pskcExporter(options: ExportOptions, issuer: string): Promise<Exporter> {
  const { newContainer } = await import('../pskc/write-container.ts');
  return { ...newContainer(await protectionAsked(options), issuer), write: writeWhole };
}

async function protectionAsked({ recipient, passwordFile, keyFile }: ExportOptions): Promise<ProtectedWith> {
  if (recipient === undefined && keyFile === undefined && passwordFile !== undefined) {
    return { password: newPassword(passwordFile).reveal() };
  }
  if (recipient !== undefined || keyFile === undefined || passwordFile !== undefined) {
    throw new StartError('Say what protects PSKC: --password-file, or --key-file.');
  }
  const { preSharedKey } = await import('../pskc/protection-of.ts');
  try {
    return { key: preSharedKey(readPassword(keyFile).reveal()) };
  } catch (error) {
    throw error instanceof RangeError ? new StartError(`PSKC cannot be protected: ${error.message}.`) : error;
  }
}
