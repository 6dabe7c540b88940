import type { Reader } from '../store/database.ts';
import { selectChains, selectHead } from './queries.ts';

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
export async function readHead(reader: Reader, chain: number): Promise<NewestRecord | undefined> {
  const newest = await reader.get<{ id: number; chain: number; hash: Uint8Array }>(selectHead(chain));
  return newest && { ...newest, hash: Buffer.from(newest.hash).toString('hex') };
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
