import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { operator } from '../core/operator.ts';
import { formatOtpauthUri } from '../core/otpauth.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { ReadOnlyDatabase } from '../store/database.ts';
import { selectEnrolled, type WholeCredential } from './queries.ts';
import { openSeedOf, parametersOf } from './seed.ts';

/** So many at a time. */
const BATCH = 500;

/**
 * The keys of all who have enrolled, as key URIs, a line each.
 *
 * @throws SealBroken when one does not open.
 */
export async function* exportKeys(
  database: ReadOnlyDatabase,
  keys: KeyRing,
  issuer: string,
): AsyncGenerator<Buffer> {
  for await (const rows of database.stream<WholeCredential & { email: string | null }>(
    selectEnrolled(),
    BATCH,
  )) {
    const lines: string[] = [];
    for (const row of rows) {
      const seed = await openSeedOf(keys, database, row);
      const account = row.email ?? `user ${row.user_id}`;
      lines.push(formatOtpauthUri({ issuer, account, seed, parameters: parametersOf(row) }));
      seed.fill(0);
    }
    yield Buffer.from(`${lines.join('\n')}\n`);
  }
}

/** Records that all keys are about to leave the server. */
export async function recordExport({ database, clock }: Context): Promise<object> {
  await database.transaction((tx) =>
    recordEvent(tx, clock(), { action: 'export_two_factor', actor: operator }),
  );
  return {};
}
