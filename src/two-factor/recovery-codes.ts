import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { AppError, invalidField } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import {
  newRecoveryCode,
  parseRecoveryCode,
  RECOVERY_CODE_COUNT,
  recoveryCodeDigest,
} from '../core/recovery-codes.ts';
import { requireRank } from '../roles/require-rank.ts';
import { SourceBudget } from '../source-budgets/source-budget.ts';
import type { Reader, Transaction } from '../store/database.ts';
import { requireUser } from '../users/user-exists.ts';
import { waitUntil } from './charge-change.ts';
import { findCredential } from './find-credential.ts';
import { countRecoveryCodes, deleteRecoveryCodes, insertRecoveryCode, spendRecoveryCode } from './queries.ts';

/** A new set. Only digests are kept of it. */
export interface RecoveryCodes {
  codes: string[];
  createdAtMs: number;
}

export interface RecoveryCodesLeft {
  remaining: number;
  /** When the set was made, in milliseconds; null: there is none. */
  created_at: number | null;
}

/** @throws AppError `not_found` when there is no such user. */
export async function recoveryCodesLeft(reader: Reader, userId: number): Promise<RecoveryCodesLeft> {
  await requireUser(reader, userId);
  return (await reader.get<RecoveryCodesLeft>(countRecoveryCodes(userId))) as RecoveryCodesLeft;
}

/**
 * Makes a new set, which voids the old one. Only digests are kept, so this is the one time they can be seen
 * (NIST SP 800-63B-4 section 3.1.2).
 *
 * @throws AppError `not_found`; `already_exists` (409) before the user has enrolled; `forbidden`.
 */
export async function renewRecoveryCodes(
  { database, clock }: Context,
  caller: Caller,
  userId: number,
): Promise<RecoveryCodes> {
  const nowMs = clock();
  return database.transaction(async (tx) => {
    const credential = await findCredential(tx, userId);
    if (userId !== caller.userId) await requireRank(tx, caller, userId);
    if (credential.verified_at === null) {
      throw new AppError(
        'already_exists',
        `User ${userId} has not enrolled yet: check a first code, then make recovery codes.`,
      );
    }
    return putRecoveryCodes(tx, caller, userId, nowMs);
  });
}

/** The same as part of another change, for a user who has enrolled. */
export async function putRecoveryCodes(
  tx: Transaction,
  caller: Caller,
  userId: number,
  nowMs: number,
): Promise<RecoveryCodes> {
  const codes = Array.from({ length: RECOVERY_CODE_COUNT }, newRecoveryCode);
  await tx.run(deleteRecoveryCodes(userId));
  for (const code of codes) await tx.run(insertRecoveryCode(userId, digestOf(userId, code), nowMs));
  await recordEvent(tx, nowMs, { action: 'renew_recovery_codes', actor: caller, targetUserId: userId });
  return { codes, createdAtMs: nowMs };
}

/**
 * Uses a recovery code, at most once. Nobody guesses one, so wrong ones cost the place that they come from
 * alone: the owner of a credential that is under attack elsewhere gets in by one.
 *
 * @throws AppError `not_found`; `validation_failed` for what cannot be a recovery code; `too_many_requests` when
 * too many wrong codes came from this place: then the code is not looked at.
 */
export async function useRecoveryCode(
  { config, database, clock }: Context,
  caller: Caller,
  userId: number,
  code: string,
): Promise<{ accepted: boolean; remaining: number }> {
  const nowMs = clock();
  return database.transaction(async (tx) => {
    const credential = await findCredential(tx, userId);
    const digest = digestOf(userId, code);
    const source = new SourceBudget(caller, config.wrongCodesPerMinute);
    const retryAtMs = await source.retryAtMs(tx, nowMs);
    if (retryAtMs !== undefined) throw waitUntil(retryAtMs, nowMs, 'recovery codes from this place');
    const usable = credential.disabled_at === null && credential.user_disabled_at === null;
    const accepted = usable && (await tx.run(spendRecoveryCode(userId, digest, nowMs))) === 1;
    const outcome = accepted ? 'accepted' : usable ? 'wrong_code' : 'disabled';
    if (outcome === 'wrong_code') await source.charge(tx, nowMs);
    await recordEvent(tx, nowMs, {
      action: 'use_recovery_code',
      outcome,
      actor: caller,
      targetUserId: userId,
    });
    const { remaining } = await recoveryCodesLeft(tx, userId);
    return { accepted, remaining };
  });
}

function digestOf(userId: number, code: string): Buffer {
  const canonical = parseRecoveryCode(code);
  if (canonical === undefined)
    throw invalidField('code', "'code' must be a recovery code: five groups of five letters and digits.");
  return recoveryCodeDigest(userId, canonical);
}
