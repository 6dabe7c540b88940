import { resolve } from 'node:path';
import { headPublicKey } from '../audit/head.ts';
import { type ChainReport, type HeadsReport, verifyChain, verifyHeads } from '../audit/verify-chain.ts';
import { headsFile, keySource, readConfig } from '../config.ts';
import { openToRead } from '../context.ts';
import { StartError } from '../core/start-error.ts';
import { fileExists, readLines } from '../store/line-file.ts';
import { counted } from './print.ts';

interface Options {
  data?: string;
  heads?: string;
  json?: boolean;
}

interface Report {
  intact: boolean;
  chain: ChainReport;
  /** null: there were none to hold the log against. */
  heads: ({ file: string } & HeadsReport) | null;
  /** What heads are signed with, the newest last. */
  public_keys: string[];
}

/** `countersign audit verify`: exits with 0 when the log is whole, with 1 when it is not or cannot be checked. */
export async function verifyAudit(options: Options): Promise<void> {
  try {
    const report = await check(options);
    process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : inWords(report));
    process.exitCode = report.intact ? 0 : 1;
  } catch (error) {
    const { message } = error as Error;
    if (options.json) process.stdout.write(`${JSON.stringify({ intact: false, error: message })}\n`);
    else {
      const known = error instanceof StartError;
      process.stderr.write(`${known ? message : `The audit log cannot be checked: ${message}`}\n`);
    }
    process.exitCode = 1;
  }
}

async function check({ data, heads }: Options): Promise<Report> {
  const { env } = process;
  const folder = resolve(data ?? (env.COUNTERSIGN_DATA || 'data'));
  // A copy has its own heads beside it.
  const usual = headsFile(data === undefined ? env : {}, folder);
  const file = heads ?? (fileExists(usual) ? usual : undefined);
  const place = {
    dataFolder: folder,
    ...(data === undefined && { databaseUrl: readConfig(env).databaseUrl }),
  };
  const { database, instanceId, auditKeys: keys } = await openToRead(place, keySource(env, folder));
  try {
    const chain = await verifyChain(database, keys);
    const held =
      file === undefined
        ? null
        : { file, ...(await verifyHeads(database, { keys, instanceId, lines: readLines(file) })) };
    return {
      intact: !chain.broken && !held?.broken,
      chain,
      heads: held,
      public_keys: [...keys.values()].map(headPublicKey),
    };
  } finally {
    await database.close();
  }
}

function inWords({ chain, heads, public_keys }: Report): string {
  const lines = [
    chain.broken
      ? `BROKEN at record ${chain.broken.id}: ${chain.broken.why}. The ${chain.records} before it are whole.`
      : `${counted(chain.records, 'record')}, each chained to the one before it.`,
  ];
  if (!heads) lines.push('No signed heads to hold it against: a cut end would not be noticed.');
  else if (heads.broken)
    lines.push(`BROKEN: line ${heads.broken.line} of ${heads.file}: ${heads.broken.why}.`);
  else lines.push(`${counted(heads.heads, 'signed head')} in ${heads.file}, all of them in the log.`);
  if (heads?.unreadable)
    lines.push(`${heads.unreadable} lines of that file are no heads and were passed over.`);
  return `${lines.join('\n')}\n\nHeads are signed with:\n${public_keys.join('')}`;
}
