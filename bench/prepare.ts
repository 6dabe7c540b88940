import { pino } from 'pino';
import { readConfig } from '../src/config.ts';
import { openContext } from '../src/context.ts';
import { DEFAULT_PARAMETERS } from '../src/core/otp.ts';
import { firstStart } from '../src/setup/first-start.ts';
import { sql } from '../src/store/sql.ts';
import { findCredential } from '../src/two-factor/find-credential.ts';
import { insertCredential, storeSeed } from '../src/two-factor/queries.ts';
import { sealSeedOf } from '../src/two-factor/seed.ts';
import { insertUser } from '../src/users/queries.ts';
import { seedOf, type Users } from './requests.ts';

export const CLIENT = { client_id: 'bench', client_secret: 'bench-secret-0123456789' };

const PER_TRANSACTION = 10_000;

/**
 * Makes a data folder as the program itself would, only in large transactions.
 *
 * @param count How many users that have enrolled, and as many without a two-factor credential.
 */
export async function prepare(dataFolder: string, count: number): Promise<{ enrolled: Users; plain: Users }> {
  const config = readConfig({
    COUNTERSIGN_DATA: dataFolder,
    COUNTERSIGN_ADMIN_PASSWORD: 'bench-password',
    COUNTERSIGN_CLIENT_ID: CLIENT.client_id,
    COUNTERSIGN_CLIENT_SECRET: CLIENT.client_secret,
  });
  const context = await openContext(config, { log: pino({ level: 'silent' }) });
  const { database, keys, clock } = context;
  await firstStart(context, () => undefined);
  const nowMs = clock();

  const addUsers = async (enrol: boolean): Promise<Users> => {
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
    return { first, count };
  };
  const enrolled = await addUsers(true);
  const plain = await addUsers(false);
  await database.close();
  return { enrolled, plain };
}
