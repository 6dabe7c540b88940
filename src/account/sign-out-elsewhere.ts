import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import type { Caller } from '../core/caller.ts';
import { signOutEverywhere } from '../sessions/sign-out-everywhere.ts';

/** Ends all that the caller is signed in with, on pages and through the API, but for what they came with. */
export async function signOutElsewhere({ database, clock }: Context, caller: Caller): Promise<void> {
  const { userId } = caller;
  await database.transaction(async (tx) => {
    await signOutEverywhere(tx, userId, caller);
    await recordEvent(tx, clock(), { action: 'end_all_sessions', actor: caller, targetUserId: userId });
  });
}
