import { type Sql, sql } from '../store/sql.ts';

export const selectBeat = (): Sql => sql`SELECT beat_at, fence_at FROM instance`;

export const recordBeat = (nowMs: number): Sql => sql`UPDATE instance SET beat_at = ${nowMs}`;

/** Where several give signs of life, the latest stays: their clocks differ. */
export const recordLaterBeat = (nowMs: number): Sql => sql`${recordBeat(nowMs)} WHERE beat_at < ${nowMs}`;

/** A fence only ever moves on. */
export const raiseFence = (atMs: number): Sql =>
  sql`UPDATE instance SET fence_at = ${atMs} WHERE fence_at < ${atMs}`;

/** All that works once, and all that can have been ended since: an older state does not know of it. */
export const voidSecretsThatEnd = (): Sql[] => [
  sql`DELETE FROM recovery_codes`,
  sql`DELETE FROM password_links`,
  sql`DELETE FROM trusted_devices`,
  sql`DELETE FROM sessions`,
  sql`DELETE FROM sign_ins`,
  sql`DELETE FROM access_tokens`,
];

/** Buckets that a clock ahead of the time left spent for longer than an empty one: they are empty as of now. */
export const settleBuckets = (
  table: 'credentials_totp' | 'trusted_devices',
  burstUntil: number,
  longTermUntil: number,
): Sql => {
  const name = table === 'credentials_totp' ? sql`credentials_totp` : sql`trusted_devices`;
  return sql`
    UPDATE ${name} SET
      burst_spent_until = CASE WHEN burst_spent_until > ${burstUntil} THEN ${burstUntil} ELSE burst_spent_until END,
      long_term_spent_until =
        CASE WHEN long_term_spent_until > ${longTermUntil} THEN ${longTermUntil} ELSE long_term_spent_until END
    WHERE burst_spent_until > ${burstUntil} OR long_term_spent_until > ${longTermUntil}`;
};
