import type { Reader } from '../store/database.ts';
import { countSealedWith, type KeyInUse, sealedPlaceNames, selectKeysInUse } from './queries.ts';

export interface ListedKey extends KeyInUse {
  /** How many values are sealed with it. */
  values: number;
}

/** The keys that seal or have sealed something, the current one first: never the keys themselves. */
export async function listKeys(reader: Reader): Promise<ListedKey[]> {
  const keys: ListedKey[] = [];
  for (const key of await reader.all<KeyInUse>(selectKeysInUse())) {
    let values = 0;
    for (const place of sealedPlaceNames) {
      values += (await reader.get<{ count: number }>(countSealedWith(place, key.key_id)))?.count ?? 0;
    }
    keys.push({ ...key, values });
  }
  return keys;
}
