import { createApiKey } from '../api-keys/create-api-key.ts';
import { deleteApiKey } from '../api-keys/delete-api-key.ts';
import { listApiKeys } from '../api-keys/list-api-keys.ts';
import type { Context } from '../context.ts';
import { notFound } from '../core/app-error.ts';
import { operator } from '../core/operator.ts';
import { findByCredential } from '../users/find-by-credential.ts';
import { findUser } from './find-user.ts';
import { orNotFound } from './refusal.ts';
import type { Whom } from './user-tasks.ts';

interface At {
  context: Context;
}

export interface CreatedKey {
  user_id: string;
  client_id: string;
  client_secret: string;
}

/** The secret is in the result and nowhere else. */
export async function createKey({ context }: At, { user }: Whom): Promise<CreatedKey> {
  const userId = await findUser(context.database, user);
  const { clientId, clientSecret } = await createApiKey(context, operator, userId);
  return { user_id: String(userId), client_id: clientId, client_secret: clientSecret };
}

/** Ends the key and every token that was issued for it. */
export async function revokeKey(
  { context }: At,
  { clientId }: { clientId: string },
): Promise<{ client_id: string }> {
  const { database } = context;
  await orNotFound(`There is no API key ${clientId}.`, async () => {
    const userId = await findByCredential(database, 'api3', clientId);
    const key = (await listApiKeys(database, userId)).find((one) => one.client_id === clientId);
    if (!key) throw notFound();
    await deleteApiKey(context, operator, userId, key.id);
  });
  return { client_id: clientId };
}
