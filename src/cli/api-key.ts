import { listApiKeys } from '../api-keys/list-api-keys.ts';
import { timeText } from '../core/time-text.ts';
import { findUser } from './find-user.ts';
import { perform } from './perform.ts';
import { type Options, print } from './print.ts';
import { readDatabase } from './read-database.ts';
import { orSayWhy } from './refusal.ts';

/** `countersign api-key create`: the one time that the secret is seen. */
export function create(user: string, options: Options): Promise<void> {
  return orSayWhy(async () => {
    const key = await perform('api-key create', { user });
    const words = [
      'This is shown once: keep it.',
      '',
      `  client_id      ${key.client_id}`,
      `  client_secret  ${key.client_secret}`,
    ];
    print(key, words.join('\n'), options);
  });
}

/** `countersign api-key list`: reads the database, also beside a running server. */
export function list(user: string, options: Options): Promise<void> {
  return orSayWhy(async () => {
    const { userId, rows } = await readDatabase(async (database) => {
      const userId = await findUser(database, user);
      return { userId, rows: await listApiKeys(database, userId) };
    });
    const keys = rows.map((row) => ({
      client_id: row.client_id,
      created_at: timeText(row.created_at),
      is_disabled: row.disabled_at !== null || row.user_disabled_at !== null,
    }));
    const lines = keys.map(
      (key) => `${key.client_id}  made ${key.created_at}${key.is_disabled ? ', disabled' : ''}`,
    );
    print(keys, lines.join('\n') || `User ${userId} has no API key.`, options);
  });
}

/** `countersign api-key revoke` */
export function revoke(clientId: string, options: Options): Promise<void> {
  return orSayWhy(async () => {
    const revoked = await perform('api-key revoke', { clientId });
    print(revoked, `The API key ${clientId} and every token it was used for are void.`, options);
  });
}
