import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { operator } from '../core/operator.ts';
import type { OtpParameters } from '../core/otp.ts';
import { formatOtpauthUri } from '../core/otpauth.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { Reader, ReadOnlyDatabase } from '../store/database.ts';
import { countEnrolled, type EnrolledRow, selectEnrolled } from './queries.ts';
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

/** The text of a key in a file. */
export type WriteKey = (key: ExportedKey) => string;

/** As the line of an otpauth URI. */
export const otpauthLine =
  (issuer: string): WriteKey =>
  ({ account, seed, parameters }) =>
    `${formatOtpauthUri({ issuer, account, seed, parameters })}\n`;

/**
 * The keys of all who have enrolled, a text each.
 *
 * @param userId Of one person alone.
 * @throws SealBroken when one does not open.
 */
export async function* exportKeys(
  database: ReadOnlyDatabase,
  keys: KeyRing,
  write: WriteKey,
  userId?: number,
): AsyncGenerator<string[]> {
  for await (const rows of database.stream<EnrolledRow>(selectEnrolled(userId), BATCH)) {
    const texts: string[] = [];
    for (const row of rows) texts.push(await exportKey(keys, database, row, write));
    yield texts;
  }
}

/** @throws SealBroken when it does not open. */
export async function exportKey(
  keys: KeyRing,
  reader: Reader,
  row: EnrolledRow,
  write: WriteKey,
): Promise<string> {
  const seed = await openSeedOf(keys, reader, row);
  try {
    const account = row.email ?? `user ${row.user_id}`;
    return write({ userId: row.user_id, account, seed, parameters: parametersOf(row) });
  } finally {
    seed.fill(0);
  }
}

/**
 * How many keys there are to export.
 *
 * @param userId Of one person alone.
 */
export const countKeys = async (database: Pick<ReadOnlyDatabase, 'get'>, userId?: number): Promise<number> =>
  (await database.get<{ count: number }>(countEnrolled(userId)))?.count ?? 0;

/** Records that all keys are about to leave the server. */
export async function recordExport({ database, clock }: Context): Promise<object> {
  await database.transaction((tx) =>
    recordEvent(tx, clock(), { action: 'export_two_factor', actor: operator }),
  );
  return {};
}
