import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import type { Caller } from '../core/caller.ts';
import { requireNewPasswords } from './queries.ts';

/**
 * Makes everybody choose a new password at their next sign-in. Who had to already is not counted again.
 *
 * @returns For how many it is new.
 */
export async function forcePasswordReset({ database, clock }: Context, caller: Caller): Promise<number> {
  const nowMs = clock();
  return database.transaction(async (tx) => {
    const changed = await tx.run(requireNewPasswords(nowMs));
    await recordEvent(tx, nowMs, {
      action: 'force_password_reset',
      actor: caller,
      detail: `${changed} users`,
    });
    return changed;
  });
}
