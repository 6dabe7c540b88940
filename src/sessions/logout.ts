import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { AppError, notFound } from '../core/app-error.ts';
import { authenticate } from './admit.ts';
import { deleteToken } from './queries.ts';

/**
 * Ends the token that the request came with, and no other.
 *
 * @param authorization The request's `Authorization` header.
 * @throws AppError `requires_authentication` without a header; `not_found` for a token that is not alive.
 */
export async function logout(
  context: Context,
  authorization: string | undefined,
  source: string,
): Promise<void> {
  if (authorization === undefined) throw new AppError('requires_authentication');
  const caller = await authenticate(context, authorization, source);
  if (!caller) throw notFound();
  await context.database.transaction(async (tx) => {
    if (!(await tx.run(deleteToken(caller.tokenDigest)))) throw notFound();
    await recordEvent(tx, context.clock(), { action: 'logout', actor: caller, targetUserId: caller.userId });
  });
}
