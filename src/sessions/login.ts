import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { notFound } from '../core/app-error.ts';
import { digest, digestsEqual } from '../core/tokens.ts';
import { issueToken } from './issue-token.ts';
import { deleteExpiredTokens, findApiKey } from './queries.ts';

const NOBODY = { id: 0, user_id: 0, secret_digest: Buffer.alloc(32) };

/**
 * Exchanges an API key for an access token. Unknown, disabled and wrong look the same and do the same work.
 *
 * @param source The address the request came from.
 * @throws AppError `not_found` when the two do not belong together (this API has no 401 at login).
 */
export async function login(
  { database, clock }: Context,
  { clientId, clientSecret, source }: { clientId: string; clientSecret: string; source: string },
): Promise<string> {
  const nowMs = clock();
  const found = await database.get<typeof NOBODY>(findApiKey(clientId));
  const { id: apiKeyId, user_id: userId, secret_digest } = found ?? NOBODY;
  if (!digestsEqual(digest(clientSecret), Buffer.from(secret_digest)) || !found) throw notFound();
  return database.transaction(async (tx) => {
    await tx.run(deleteExpiredTokens(nowMs));
    const token = await issueToken(tx, nowMs, { userId, apiKeyId, sudoUserId: null });
    await recordEvent(tx, nowMs, { action: 'login', actor: null, targetUserId: userId, source });
    return token;
  });
}
