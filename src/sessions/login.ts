import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { notFound } from '../core/app-error.ts';
import { digest, digestsEqual } from '../core/tokens.ts';
import { clearFailures, countFailure, makeRoom, requireUnlocked } from '../lockouts/lockout.ts';
import { loginAttempt } from '../lockouts/login-attempt.ts';
import { issueToken } from './issue-token.ts';
import { deleteExpiredTokens, findApiKey } from './queries.ts';

const NOBODY = { id: 0, user_id: 0, secret_digest: Buffer.alloc(32) };

/**
 * Exchanges an API key for an access token. Unknown, disabled and wrong look the same and do the same work,
 * and several in a row lock them all the same. A wrong secret is returned from the transaction, not thrown,
 * because throwing would take its count back.
 *
 * @param source The address the request came from.
 * @throws AppError `not_found` when the two do not belong together (this API has no 401 at login);
 * `too_many_requests` while locked: then nothing is looked at.
 */
export async function login(
  { database, clock }: Context,
  { clientId, clientSecret, source }: { clientId: string; clientSecret: string; source: string },
): Promise<string> {
  const nowMs = clock();
  const attempt = loginAttempt('api', clientId, source);
  const issued = await database.transaction(async (tx) => {
    const failures = await requireUnlocked(tx, nowMs, attempt);
    const found = await tx.get<typeof NOBODY>(findApiKey(clientId));
    const { id: apiKeyId, user_id: userId, secret_digest } = found ?? NOBODY;
    if (!digestsEqual(digest(clientSecret), Buffer.from(secret_digest)) || !found) {
      await countFailure(tx, nowMs, attempt, found?.user_id ?? null);
      return undefined;
    }
    if (failures) await clearFailures(tx, attempt);
    await tx.run(deleteExpiredTokens(nowMs));
    const token = await issueToken(tx, nowMs, { userId, apiKeyId, sudoUserId: null });
    await recordEvent(tx, nowMs, {
      action: 'login',
      actor: null,
      targetUserId: userId,
      detail: `API key ${apiKeyId}`,
      source,
    });
    return token;
  });
  if (issued === undefined) {
    await makeRoom(database, nowMs, attempt);
    throw notFound();
  }
  return issued;
}
