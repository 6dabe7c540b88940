import type { Reader } from '../store/database.ts';
import { selectChains, selectHead } from './queries.ts';

/** The numbers of all chains that were ever written. */
export const readChains = async (reader: Reader): Promise<number[]> =>
  (await reader.all<{ chain: number }>(selectChains())).map(({ chain }) => chain);

/** The newest record of a chain and its hash in hexadecimal. undefined: nothing was recorded in it yet. */
export async function readHead(
  reader: Reader,
  chain: number,
): Promise<{ id: number; chain: number; hash: string } | undefined> {
  const newest = await reader.get<{ id: number; chain: number; hash: Uint8Array }>(selectHead(chain));
  return newest && { ...newest, hash: Buffer.from(newest.hash).toString('hex') };
}
