import type { Bucket } from '../core/budget.ts';
import type { Algorithm, OtpParameters } from '../core/otp.ts';
import { charged, hasRoom } from '../store/bucket.ts';
import { idList, type Sql, shareable, sql } from '../store/sql.ts';

export interface CredentialRow {
  id: number;
  user_id: number;
  algorithm: Algorithm;
  digits: number;
  period: number;
  sealed_seed: Uint8Array | null;
  key_id: string | null;
  last_step: number;
  drift_steps: number;
  burst_spent_until: number;
  long_term_spent_until: number;
  created_at: number;
  enrollment_expires_at: number | null;
  verified_at: number | null;
  disabled_at: number | null;
  replaced_seed: Uint8Array | null;
  replaced_key_id: string | null;
  /** Since when the user sets it up unasked; null: somebody asked them to, or they have finished. */
  chosen_at: number | null;
  /** In `seed_salts`. Null: the salt is among the sealed bytes, or there is no seed. */
  salt_id: number | null;
  replaced_salt_id: number | null;
  /** What a wrong code showed, in JSON: `Shown` in diagnose-code.ts or, once enrolled, how far the clock is ahead. */
  shown_parameters: string | null;
  shown_step: number | null;
}

export interface CredentialWithUser extends CredentialRow {
  user_disabled_at: number | null;
}

/** With all that it takes to check a code. */
export interface WholeCredential extends CredentialWithUser {
  salt: Uint8Array | null;
}

const columns = sql`totp.*, users.disabled_at AS user_disabled_at`;
const withUser = sql`FROM credentials_totp AS totp JOIN users ON users.id = totp.user_id`;

export const selectCredential = (userId: number): Sql => sql`
  SELECT ${columns}, (SELECT salt FROM seed_salts WHERE id = totp.salt_id) AS salt
  ${withUser} WHERE totp.user_id = ${userId}`;
export const selectCredentials = (userIds: readonly number[]): Sql =>
  sql`SELECT ${columns} ${withUser} WHERE totp.user_id IN (${idList(userIds)})`;

/**
 * Inserts nothing when the user has one, or does not exist. One that they began unasked and did not finish
 * counts for none: it is taken over.
 *
 * @param chosen Whether nobody asked the user for it.
 */
export const insertCredential = (
  userId: number,
  { algorithm, digits, periodSeconds }: OtpParameters,
  chosen: boolean,
  nowMs: number,
): Sql => sql`
  INSERT INTO credentials_totp (user_id, algorithm, digits, period, created_at, chosen_at)
  SELECT id, ${algorithm}, ${digits}, ${periodSeconds}, ${nowMs}, ${chosen ? nowMs : null}
  FROM users WHERE id = ${userId}
  ON CONFLICT (user_id) DO UPDATE SET created_at = excluded.created_at, chosen_at = excluded.chosen_at
  WHERE credentials_totp.chosen_at IS NOT NULL`;

export const deleteCredential = (userId: number): Sql =>
  sql`DELETE FROM credentials_totp WHERE user_id = ${userId}`;

export const setDisabled = (userId: number, disabledAtMs: number | null): Sql => sql`
  UPDATE credentials_totp SET disabled_at = ${disabledAtMs} WHERE user_id = ${userId}`;

export const insertSalt = (salt: Uint8Array): Sql =>
  sql`INSERT INTO seed_salts (salt) VALUES (${salt}) RETURNING id`;
export const selectSalt = (id: number): Sql => sql`SELECT salt FROM seed_salts WHERE id = ${id}`;
export const setSalt = (id: number, saltId: number): Sql =>
  sql`UPDATE credentials_totp SET salt_id = ${saltId} WHERE id = ${id}`;

/** A seed as it is stored. */
export interface SealedSeed {
  sealed: Uint8Array;
  keyId: string;
  saltId: number;
}

/** A fresh seed, and what it replaces. Changes no row once the user has enrolled. */
export const storeSeed = (
  id: number,
  { sealed, keyId, saltId }: SealedSeed,
  { algorithm, digits, periodSeconds }: OtpParameters,
  expiresAtMs: number,
): Sql => sql`
  UPDATE credentials_totp SET
    replaced_seed = sealed_seed, replaced_key_id = key_id, replaced_salt_id = salt_id,
    shown_parameters = NULL, shown_step = NULL,
    sealed_seed = ${sealed}, key_id = ${keyId}, salt_id = ${saltId}, enrollment_expires_at = ${expiresAtMs},
    algorithm = ${algorithm}, digits = ${digits}, period = ${periodSeconds}
  WHERE id = ${id} AND verified_at IS NULL`;

/** What is spent of the two buckets of a credential: see core/budget.ts. */
export interface Spent {
  burst_spent_until: number;
  long_term_spent_until: number;
}

/** For a credential that is held. */
export const chargeCredential = (id: number, { burst_spent_until, long_term_spent_until }: Spent): Sql =>
  shareable(sql`
  UPDATE credentials_totp SET
    burst_spent_until = ${burst_spent_until}, long_term_spent_until = ${long_term_spent_until}
  WHERE id = ${id}`);

/** A time step that a right code belongs to. */
export interface Claim {
  step: number;
  driftSteps: number;
  /** The step can only have been accepted after this moment. */
  clearOfMs: number;
}

/** No code of this step could have been accepted before a rollback: see continuity/fence.ts. */
const unfenced = ({ clearOfMs }: Claim): Sql =>
  sql`NOT EXISTS (SELECT 1 FROM instance WHERE fence_at >= ${clearOfMs})`;

/** No code of this step or a later one was accepted before, and none could have been. */
const unspent = (claim: Claim): Sql => sql`last_step < ${claim.step} AND ${unfenced(claim)}`;

/** Claims a time step: this write is the decision, and changes a row once at most (RFC 6238 section 5.2). */
export const spendStep = (id: number, claim: Claim): Sql =>
  shareable(sql`
  UPDATE credentials_totp SET last_step = ${claim.step}, drift_steps = ${claim.driftSteps}
  WHERE id = ${id} AND ${unspent(claim)}`);

/** The same for the first step, which completes enrolment. */
export const completeEnrollment = (id: number, claim: Claim, nowMs: number): Sql => sql`
  UPDATE credentials_totp SET
    last_step = ${claim.step}, drift_steps = ${claim.driftSteps}, verified_at = ${nowMs},
    chosen_at = NULL, enrollment_expires_at = NULL,
    replaced_seed = NULL, replaced_key_id = NULL, replaced_salt_id = NULL,
    shown_parameters = NULL, shown_step = NULL
  WHERE id = ${id} AND verified_at IS NULL AND ${unspent(claim)}`;

/** For a credential that is held. */
export const rememberShown = (id: number, shown: string, step: number): Sql =>
  shareable(sql`
  UPDATE credentials_totp SET shown_parameters = ${shown}, shown_step = ${step} WHERE id = ${id}`);

/** Takes over, during enrolment, what the app has shown to use. */
export const adoptParameters = (
  id: number,
  { algorithm, digits, periodSeconds }: OtpParameters,
  { sealed, keyId, saltId }: SealedSeed,
): Sql => sql`
  UPDATE credentials_totp SET algorithm = ${algorithm}, digits = ${digits}, period = ${periodSeconds},
    sealed_seed = ${sealed}, key_id = ${keyId}, salt_id = ${saltId}
  WHERE id = ${id} AND verified_at IS NULL`;

/** A seed that is to take the place of a verified one. */
export interface ReplacementRow {
  id: number;
  credential_id: number;
  user_id: number;
  algorithm: Algorithm;
  digits: number;
  period: number;
  sealed_seed: Uint8Array;
  key_id: string;
  salt_id: number;
}

export interface WholeReplacement extends ReplacementRow {
  salt: Uint8Array;
}

/** Of several, the last counts. */
export const putReplacement = (
  { id, user_id, algorithm, digits, period }: CredentialRow,
  { sealed, keyId, saltId }: SealedSeed,
  expiresAtMs: number,
): Sql => sql`
  INSERT INTO totp_replacements (credential_id, user_id, algorithm, digits, period, sealed_seed, key_id, salt_id,
    expires_at)
  VALUES (${id}, ${user_id}, ${algorithm}, ${digits}, ${period}, ${sealed}, ${keyId}, ${saltId}, ${expiresAtMs})
  ON CONFLICT (credential_id) DO UPDATE SET
    algorithm = excluded.algorithm, digits = excluded.digits, period = excluded.period,
    sealed_seed = excluded.sealed_seed, key_id = excluded.key_id, salt_id = excluded.salt_id,
    expires_at = excluded.expires_at`;

/** With its salt. */
export const selectReplacement = (credentialId: number, nowMs: number): Sql => sql`
  SELECT pending.*, seed_salts.salt FROM totp_replacements AS pending
  JOIN seed_salts ON seed_salts.id = pending.salt_id
  WHERE pending.credential_id = ${credentialId} AND pending.expires_at > ${nowMs}`;

/** The old seed goes with the first step of the new one, whatever the last of the old one was. */
export const adoptReplacement = (pending: ReplacementRow, claim: Claim, nowMs: number): Sql => sql`
  UPDATE credentials_totp SET
    algorithm = ${pending.algorithm}, digits = ${pending.digits}, period = ${pending.period},
    sealed_seed = ${pending.sealed_seed}, key_id = ${pending.key_id}, salt_id = ${pending.salt_id},
    last_step = ${claim.step}, drift_steps = ${claim.driftSteps}, verified_at = ${nowMs}
  WHERE id = ${pending.credential_id} AND verified_at IS NOT NULL AND ${unfenced(claim)}`;

export const deleteReplacement = (id: number): Sql => sql`DELETE FROM totp_replacements WHERE id = ${id}`;

export const selectFence = (): Sql => sql`SELECT fence_at FROM instance`;

/** Pays for a new credential or seed: a bucket of the user's own, which deleting the credential does not refill. */
export const chargeChange = (userId: number, bucket: Bucket, nowMs: number): Sql => sql`
  UPDATE users SET credential_changes_spent_until = ${charged(sql`credential_changes_spent_until`, bucket, nowMs)}
  WHERE id = ${userId} AND ${hasRoom(sql`credential_changes_spent_until`, bucket, nowMs)}`;

export const selectChangesSpent = (userId: number): Sql =>
  sql`SELECT credential_changes_spent_until AS spent_until FROM users WHERE id = ${userId}`;

export const selectAccount = (userId: number): Sql =>
  sql`SELECT email FROM credentials_email WHERE user_id = ${userId}`;

export const deleteRecoveryCodes = (userId: number): Sql =>
  sql`DELETE FROM recovery_codes WHERE user_id = ${userId}`;

export const insertRecoveryCode = (userId: number, digest: Uint8Array, nowMs: number): Sql => sql`
  INSERT INTO recovery_codes (user_id, digest, created_at) VALUES (${userId}, ${digest}, ${nowMs})`;

/** Claims a recovery code: it changes a row the first time only. */
export const spendRecoveryCode = (userId: number, digest: Uint8Array, nowMs: number): Sql => sql`
  UPDATE recovery_codes SET used_at = ${nowMs}
  WHERE user_id = ${userId} AND digest = ${digest} AND used_at IS NULL`;

export const countRecoveryCodes = (userId: number): Sql => sql`
  SELECT COUNT(*) AS remaining, MIN(created_at) AS created_at
  FROM recovery_codes WHERE user_id = ${userId} AND used_at IS NULL`;

export const selectNewestWithSeed = (limit: number): Sql => sql`
  SELECT ${columns}, (SELECT salt FROM seed_salts WHERE id = totp.salt_id) AS salt
  ${withUser} WHERE totp.sealed_seed IS NOT NULL ORDER BY totp.id DESC LIMIT ${limit}`;

const enrolled = sql`totp.verified_at IS NOT NULL AND totp.sealed_seed IS NOT NULL`;

const enrolledIs = (userId: number | undefined): Sql =>
  userId === undefined ? enrolled : sql`${enrolled} AND totp.user_id = ${userId}`;

/** @param userId Of one person alone: one or none. */
export const countEnrolled = (userId?: number): Sql =>
  sql`SELECT COUNT(*) AS count FROM credentials_totp AS totp WHERE ${enrolledIs(userId)}`;

export interface EnrolledRow extends WholeCredential {
  email: string | null;
}

/**
 * Everybody who has enrolled, with all that it takes to open their seed.
 *
 * @param userId Of one person alone.
 */
export const selectEnrolled = (userId?: number): Sql => sql`
  SELECT ${columns}, (SELECT salt FROM seed_salts WHERE id = totp.salt_id) AS salt, users.email
  ${withUser} WHERE ${enrolledIs(userId)} ORDER BY totp.user_id`;
