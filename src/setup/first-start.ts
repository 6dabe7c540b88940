import { addApiKey } from '../api-keys/create-api-key.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { canonical } from '../core/canonical.ts';
import { hashPassword } from '../core/passwords.ts';
import { Secret } from '../core/secret.ts';
import { StartError } from '../core/start-error.ts';
import { newClientId, newClientSecret, randomAlphanumeric } from '../core/tokens.ts';
import type { Transaction } from '../store/database.ts';
import { sql } from '../store/sql.ts';

/** What the first start made up: everything of the administrator that the operator did not choose. */
export interface MadeUp {
  email: string | undefined;
  password: Secret | undefined;
  clientId: string | undefined;
  clientSecret: Secret | undefined;
}

const ADMIN_ROLE_ID = 2;

/**
 * Makes the administrator and an API key, in a database without users. What is made up is shown before it is
 * committed: a start that dies in between is done over with new ones, and nobody is left with an
 * administrator whose password was never seen.
 *
 * @param show Is called with what was made up, unless the operator chose everything.
 */
export async function firstStart(
  { config, database, clock }: Context,
  show: (madeUp: MadeUp) => void,
): Promise<void> {
  if (!(await isEmpty(database))) return;
  const chosen = config.firstStart;
  const email = chosen.adminEmail ?? 'admin@countersign.localhost';
  const password = chosen.adminPassword ?? new Secret(randomAlphanumeric(20));
  const clientId = chosen.clientId ?? newClientId();
  const clientSecret = chosen.clientSecret ?? new Secret(newClientSecret());
  const passwordHash = await hashPassword(password.reveal());
  const nowMs = clock();

  const madeUp: MadeUp = {
    email: chosen.adminEmail ? undefined : email,
    password: chosen.adminPassword ? undefined : password,
    clientId: chosen.clientId ? undefined : clientId,
    clientSecret: chosen.clientSecret ? undefined : clientSecret,
  };
  const isShown = Object.values(madeUp).some((value) => value !== undefined);
  if (isShown) show(madeUp);

  await database.transaction(async (tx) => {
    if (!(await isEmpty(tx))) {
      if (!isShown) return;
      throw new StartError(
        'Another node made the administrator at this moment. What it shows is valid, what this one shows is not: start this one again.',
      );
    }
    const { id } = (await tx.get<{ id: number }>(sql`
      INSERT INTO users (first_name, first_name_key, last_name, last_name_key, created_at)
      VALUES ('Admin', 'admin', 'Countersign', 'countersign', ${nowMs}) RETURNING id`)) as {
      id: number;
    };
    await tx.run(sql`INSERT INTO user_roles (user_id, role_id) VALUES (${id}, ${ADMIN_ROLE_ID})`);
    await tx.run(sql`
      INSERT INTO credentials_email (user_id, email, email_key, password_hash, created_at)
      VALUES (${id}, ${email}, ${canonical(email)}, ${passwordHash}, ${nowMs})`);
    await addApiKey(tx, nowMs, id, { clientId, clientSecret: clientSecret.reveal() });
    await recordEvent(tx, nowMs, { action: 'first_start', actor: null, targetUserId: id });
  });
}

async function isEmpty(reader: Pick<Transaction, 'get'>): Promise<boolean> {
  return (await reader.get(sql`SELECT 1 FROM users LIMIT 1`)) === undefined;
}
