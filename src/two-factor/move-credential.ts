import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { notFound } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { operator } from '../core/operator.ts';
import { covers, requirePermissions } from '../roles/require-rank.ts';
import type { Transaction } from '../store/database.ts';
import { exportKey, otpauthLine } from './export-keys.ts';
import { type EnrolledRow, selectEnrolled } from './queries.ts';

const EVERY_PERMISSION = '*';

/** How much of a public key the record has: enough to tell it from others. */
const SHOWN_OF_KEY = 20;

/** Whether the caller can move people: the operator has said where to, and nobody is of higher rank. */
export const mayMove = ({ moveTo }: Context['config'], caller: Caller): boolean =>
  moveTo.length > 0 && covers(caller, EVERY_PERMISSION);

/**
 * The key of a person for another server, as `countersign export` writes it, sealed to those whom the operator named.
 * So the caller gets it and cannot open it. It is recorded first. Here everything stays as it is.
 *
 * @returns A file in the age format (age-encryption.org/v1).
 * @throws AppError `not_found` when they have not enrolled, or nobody is named; `forbidden` for anybody without all
 *   permissions.
 */
export async function moveCredential(
  { config, database, clock, keys }: Context,
  caller: Caller,
  userId: number,
): Promise<Uint8Array> {
  const { moveTo: recipients, issuer } = config;
  if (recipients.length === 0) throw notFound();
  requirePermissions(caller, EVERY_PERMISSION);
  const line = await database.transaction(async (tx) => {
    const row = await tx.get<EnrolledRow>(selectEnrolled(userId));
    if (!row) throw notFound();
    const detail = `to ${recipients.map((recipient) => recipient.slice(0, SHOWN_OF_KEY)).join(' ')}`;
    await recordLeaving(tx, clock(), { actor: caller, targetUserId: userId, detail });
    return exportKey(keys, tx, row, otpauthLine(issuer));
  });
  // Not small, and most never move anybody.
  const { sealText } = await import('../core/age.ts');
  return sealText({ recipients }, line);
}

const recordLeaving = (
  tx: Transaction,
  nowMs: number,
  about: { actor: Caller; targetUserId: number; detail?: string },
) => recordEvent(tx, nowMs, { action: 'export_user_two_factor', ...about });

/** Records that the key of a person is about to leave the server by the command line. */
export async function recordExportOf({ database, clock }: Context, userId: number): Promise<object> {
  await database.transaction((tx) => recordLeaving(tx, clock(), { actor: operator, targetUserId: userId }));
  return {};
}
