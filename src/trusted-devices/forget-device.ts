import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { notFound } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { requireRank } from '../roles/require-rank.ts';
import type { Transaction } from '../store/database.ts';
import { deleteDevice, deleteDevicesOf } from './queries.ts';

/**
 * Trusts a device no longer.
 *
 * @throws AppError `not_found`; `forbidden` for a user of higher rank.
 */
export async function forgetDevice(
  { database, clock }: Context,
  caller: Caller,
  userId: number,
  id: number,
): Promise<void> {
  await database.transaction(async (tx) => {
    if (!(await tx.run(deleteDevice(userId, id)))) throw notFound();
    if (userId !== caller.userId) await requireRank(tx, caller, userId);
    await recordEvent(tx, clock(), {
      action: 'revoke_device',
      actor: caller,
      targetUserId: userId,
      detail: `device ${id}`,
    });
  });
}

/** Trusts no device of the caller any longer. */
export async function forgetAllDevices({ database, clock }: Context, caller: Caller): Promise<void> {
  const { userId } = caller;
  await database.transaction(async (tx) => {
    await forgetDevicesOf(tx, userId);
    await recordEvent(tx, clock(), { action: 'revoke_all_devices', actor: caller, targetUserId: userId });
  });
}

/** What proved itself with a second factor that is gone proves nothing. */
export async function forgetDevicesOf(tx: Transaction, userId: number): Promise<void> {
  await tx.run(deleteDevicesOf(userId));
}
