import { digest, newAccessToken } from '../core/tokens.ts';
import type { Transaction } from '../store/database.ts';
import { insertToken } from './queries.ts';

export const TOKEN_LIFETIME_SECONDS = 3_600;

/** Makes an access token. Only its digest is kept, so this is the one time it can be seen. */
export async function issueToken(
  tx: Transaction,
  nowMs: number,
  owner: { userId: number; apiKeyId: number; sudoUserId: number | null },
): Promise<string> {
  const token = newAccessToken();
  const expiresAtMs = nowMs + TOKEN_LIFETIME_SECONDS * 1_000;
  await tx.run(insertToken({ ...owner, digest: digest(token), nowMs, expiresAtMs }));
  return token;
}
