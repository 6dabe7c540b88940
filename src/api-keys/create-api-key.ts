import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import type { Caller } from '../core/caller.ts';
import { digest, newClientId, newClientSecret } from '../core/tokens.ts';
import { requireRank } from '../roles/require-rank.ts';
import type { Transaction } from '../store/database.ts';
import { requireUser } from '../users/user-exists.ts';
import { insertApiKey } from './queries.ts';

export interface NewApiKey {
  id: number;
  clientId: string;
  clientSecret: string;
}

/**
 * Makes an API key. Only the secret's digest is kept, so this is the one time it can be seen.
 *
 * @throws AppError `not_found`; `forbidden` for a user of higher rank.
 */
export async function createApiKey(
  { database, clock }: Context,
  caller: Caller,
  userId: number,
): Promise<NewApiKey> {
  const nowMs = clock();
  return database.transaction(async (tx) => {
    await requireUser(tx, userId);
    await requireRank(tx, caller, userId);
    const key = await addApiKey(tx, nowMs, userId, {
      clientId: newClientId(),
      clientSecret: newClientSecret(),
    });
    await recordEvent(tx, nowMs, {
      action: 'create_api_key',
      actor: caller,
      targetUserId: userId,
      detail: `API key ${key.id}`,
    });
    return key;
  });
}

/** Keeps a key that is made or chosen elsewhere. */
export async function addApiKey(
  tx: Transaction,
  nowMs: number,
  userId: number,
  { clientId, clientSecret }: Omit<NewApiKey, 'id'>,
): Promise<NewApiKey> {
  const row = await tx.get<{ id: number }>(insertApiKey(userId, clientId, digest(clientSecret), nowMs));
  return { id: (row as { id: number }).id, clientId, clientSecret };
}
