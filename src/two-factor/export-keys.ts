import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { operator } from '../core/operator.ts';
import type { OtpParameters } from '../core/otp.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { ReadOnlyDatabase } from '../store/database.ts';
import { countEnrolled, selectEnrolled, type WholeCredential } from './queries.ts';
import { openSeedOf, parametersOf } from './seed.ts';

/** So many at a time. */
const BATCH = 500;

/** A key on its way out. */
export interface ExportedKey {
  userId: number;
  /** Their e-mail address, or `user 7`. */
  account: string;
  /** Raw bytes, overwritten afterwards. */
  seed: Buffer;
  parameters: OtpParameters;
}

/**
 * The keys of all who have enrolled, a text each.
 *
 * @throws SealBroken when one does not open.
 */
export async function* exportKeys(
  database: ReadOnlyDatabase,
  keys: KeyRing,
  write: (key: ExportedKey) => string,
): AsyncGenerator<string[]> {
  for await (const rows of database.stream<WholeCredential & { email: string | null }>(
    selectEnrolled(),
    BATCH,
  )) {
    const texts: string[] = [];
    for (const row of rows) {
      const seed = await openSeedOf(keys, database, row);
      const account = row.email ?? `user ${row.user_id}`;
      texts.push(write({ userId: row.user_id, account, seed, parameters: parametersOf(row) }));
      seed.fill(0);
    }
    yield texts;
  }
}

/** How many keys there are to export. */
export const countKeys = async (database: Pick<ReadOnlyDatabase, 'get'>): Promise<number> =>
  (await database.get<{ count: number }>(countEnrolled()))?.count ?? 0;

/** Records that all keys are about to leave the server. */
export async function recordExport({ database, clock }: Context): Promise<object> {
  await database.transaction((tx) =>
    recordEvent(tx, clock(), { action: 'export_two_factor', actor: operator }),
  );
  return {};
}
