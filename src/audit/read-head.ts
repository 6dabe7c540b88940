import { EMBEDDED_CHAIN, NOTHING_BEFORE } from '../core/audit-record.ts';
import type { Reader } from '../store/database.ts';
import type { Sql } from '../store/sql.ts';
import { selectChains, selectHead, selectNewest } from './queries.ts';

/** The numbers of all chains that were ever written. */
export const readChains = async (reader: Reader): Promise<number[]> =>
  (await reader.all<{ chain: number }>(selectChains())).map(({ chain }) => chain);

/** Where a chain stands: its newest record, with the hash in hexadecimal. */
interface NewestRecord {
  id: number;
  chain: number;
  hash: string;
}

/** undefined: nothing was recorded in the chain yet. */
export const readHead = (reader: Reader, chain: number): Promise<NewestRecord | undefined> =>
  newestOf(reader, selectHead(chain));

/** The newest record of all chains. undefined: nothing was recorded yet. */
export const readNewest = (reader: Reader): Promise<NewestRecord | undefined> =>
  newestOf(reader, selectNewest());

async function newestOf(reader: Reader, query: Sql): Promise<NewestRecord | undefined> {
  const newest = await reader.get<{ id: number; chain: number; hash: Uint8Array }>(query);
  return newest && { ...newest, hash: Buffer.from(newest.hash).toString('hex') };
}

/**
 * What the next record of a chain follows: the hash of the one before it, and the id. Where ids are counted they are so
 * over all chains: a backup of PostgreSQL that was restored into a folder has those of its connections, too.
 */
export async function readEnd(reader: Reader, chain: number): Promise<{ id: number; hash: string }> {
  const newest = chain === EMBEDDED_CHAIN ? await readNewest(reader) : await readHead(reader, chain);
  const head = newest?.chain === chain ? newest : await readHead(reader, chain);
  return { id: newest?.id ?? 0, hash: head?.hash ?? NOTHING_BEFORE };
}

/** Where each chain stands in which anything was recorded. */
export async function readHeads(reader: Reader): Promise<NewestRecord[]> {
  const heads: NewestRecord[] = [];
  for (const chain of await readChains(reader)) {
    const head = await readHead(reader, chain);
    if (head) heads.push(head);
  }
  return heads;
}
