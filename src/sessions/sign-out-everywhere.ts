import type { Caller } from '../core/caller.ts';
import { endSignInsOf } from '../sign-in/end-sign-ins.ts';
import type { Transaction } from '../store/database.ts';
import { endSessionsOf } from '../web-sessions/end-session.ts';
import { deleteTokensOf } from './queries.ts';

/**
 * Ends what a user is signed in with, in the transaction of the change that calls for it: web sessions and
 * access tokens, also those in which they act as another or another acts as them. API keys stay.
 *
 * @param except Who asks for it: what this request came with goes on.
 */
export async function signOutEverywhere(tx: Transaction, userId: number, except?: Caller): Promise<void> {
  await endSignInsOf(tx, userId);
  await endSessionsOf(tx, userId, { except: except?.sessionId });
  await tx.run(deleteTokensOf(userId, except?.tokenDigest ?? new Uint8Array()));
}
