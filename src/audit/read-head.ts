import type { Reader } from '../store/database.ts';
import { selectHead } from './queries.ts';

/** The newest record and its hash in hexadecimal. undefined: nothing was recorded yet. */
export async function readHead(
  reader: Reader,
): Promise<{ id: number; chain: number; hash: string } | undefined> {
  const newest = await reader.get<{ id: number; chain: number; hash: Uint8Array }>(selectHead());
  return newest && { ...newest, hash: Buffer.from(newest.hash).toString('hex') };
}
