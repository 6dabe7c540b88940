import { pino } from 'pino';
import { readConfig } from '../src/config.ts';
import { type Context, openContext } from '../src/context.ts';
import { DEFAULT_PARAMETERS } from '../src/core/otp.ts';
import { hashPassword } from '../src/core/passwords.ts';
import { firstStart } from '../src/setup/first-start.ts';
import { sql } from '../src/store/sql.ts';
import { findCredential } from '../src/two-factor/find-credential.ts';
import { insertCredential, storeSeed } from '../src/two-factor/queries.ts';
import { sealSeedOf } from '../src/two-factor/seed.ts';
import { insertUser } from '../src/users/queries.ts';
import { emailOf, PASSWORD, seedOf, type Users } from './requests.ts';

export const CLIENT = { client_id: 'bench', client_secret: 'bench-secret-0123456789' };

/** PostgreSQL walks over all who have not enrolled yet to give each a seed, until it has counted its tables. */
const PER_TRANSACTION = 1_000;

/** How many users of each kind. Those with a password are the first of those who have enrolled. */
export interface Wanted {
  enrolled: number;
  plain?: number;
  withPassword?: number;
}

/** Opens a data folder as the program itself would, and makes it if there is none. */
export async function openData(folder: string, env: Record<string, string> = {}): Promise<Context> {
  const config = readConfig({
    COUNTERSIGN_DATA: folder,
    COUNTERSIGN_ADMIN_PASSWORD: PASSWORD,
    COUNTERSIGN_CLIENT_ID: CLIENT.client_id,
    COUNTERSIGN_CLIENT_SECRET: CLIENT.client_secret,
    ...env,
  });
  const context = await openContext(config, { log: pino({ level: 'silent' }) });
  await firstStart(context, () => undefined);
  return context;
}

/** Makes a data folder with users, as the program itself would, only in large transactions. */
export async function prepare(
  folder: string,
  { enrolled: enrolledCount, plain: plainCount = 0, withPassword = 0 }: Wanted,
  env?: Record<string, string>,
): Promise<{ enrolled: Users; plain: Users }> {
  const context = await openData(folder, env);
  const { database, keys, clock } = context;
  const nowMs = clock();

  const addUsers = async (count: number, enrol: boolean): Promise<Users> => {
    let first = 0;
    for (let done = 0; done < count; done += PER_TRANSACTION) {
      await database.transaction(async (tx) => {
        for (let index = done; index < Math.min(count, done + PER_TRANSACTION); index++) {
          const { id } = (await tx.get<{ id: number }>(insertUser(nowMs))) as { id: number };
          first ||= id;
          if (!enrol) continue;
          await tx.run(insertCredential(id, DEFAULT_PARAMETERS, false, nowMs));
          const row = await findCredential(tx, id);
          const sealed = await sealSeedOf(keys, tx, row, seedOf(id));
          await tx.run(storeSeed(row.id, sealed, DEFAULT_PARAMETERS, nowMs));
        }
        if (enrol) {
          await tx.run(sql`
            UPDATE credentials_totp SET verified_at = ${nowMs}, enrollment_expires_at = NULL
            WHERE user_id >= ${first + done}`);
        }
      });
    }
    return { data: folder, first, count };
  };
  const enrolled = await addUsers(enrolledCount, true);
  const plain = await addUsers(plainCount, false);
  // To check a password takes as long whoever has it.
  const hash = await hashPassword(PASSWORD);
  await database.transaction(async (tx) => {
    for (let id = enrolled.first; id < enrolled.first + withPassword; id++) {
      await tx.run(sql`
        INSERT INTO credentials_email (user_id, email, email_key, password_hash, created_at)
        VALUES (${id}, ${emailOf(id)}, ${emailOf(id)}, ${hash}, ${nowMs})`);
    }
  });
  await database.close();
  return { enrolled, plain };
}
