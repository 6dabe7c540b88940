import type { KeyRing } from '../keys/key-ring.ts';
import type { Reader } from '../store/database.ts';
import { selectNewestWithSeed, type WholeCredential } from './queries.ts';
import { openSeedOf } from './seed.ts';

/**
 * Opens the newest seeds, to see that the keys fit.
 *
 * @param limit How many at most.
 * @returns How many there were.
 * @throws SealBroken when one does not open.
 */
export async function openNewestSeeds(reader: Reader, keys: KeyRing, limit: number): Promise<number> {
  const rows = await reader.all<WholeCredential>(selectNewestWithSeed(limit));
  for (const row of rows) (await openSeedOf(keys, reader, row)).fill(0);
  return rows.length;
}
