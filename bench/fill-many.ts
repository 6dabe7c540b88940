import { closeSync, fsyncSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DATABASE_FILE } from '../src/context.ts';
import { sealSeed } from '../src/core/sealing.ts';
import { sql } from '../src/store/sql.ts';
import { findCredential } from '../src/two-factor/find-credential.ts';
import { bindingOf } from '../src/two-factor/seed.ts';
import { openData, prepare } from './prepare.ts';
import { seedOf, type Users } from './requests.ts';

const PER_TRANSACTION = 10_000;

/**
 * Makes a data folder with more users than the program could make in a short time: the database copies the row of
 * one user, with noise for a seed, and a sample is given seeds that open.
 *
 * @param count How many users who have enrolled.
 * @param sample How many of them can verify, spread evenly over all ids. It divides `count`.
 */
export async function fillMany(folder: string, count: number, sample: number): Promise<Users> {
  const model = (await prepare(folder, { enrolled: 1 })).enrolled.first;
  const first = model + 1;
  const path = join(folder, DATABASE_FILE);
  copyUser(path, model, count);
  sync(path);

  const every = count / sample;
  const context = await openData(folder);
  const { database, keys } = context;
  for (let done = 0; done < sample; done += PER_TRANSACTION) {
    await database.transaction(async (tx) => {
      const key = await keys.current(tx);
      for (let index = done; index < Math.min(sample, done + PER_TRANSACTION); index++) {
        const id = first + every * index;
        const row = await findCredential(tx, id);
        const sealed = sealSeed(key, seedOf(id), bindingOf(keys, row), row.salt as Uint8Array);
        await tx.run(sql`UPDATE credentials_totp SET sealed_seed = ${sealed} WHERE user_id = ${id}`);
      }
    });
  }
  await database.close();
  sync(path);
  return { data: folder, first, count: sample, every };
}

/** The user, the credential and the salt of each copy have the same id. */
function copyUser(path: string, model: number, count: number): void {
  const database = new DatabaseSync(path, { enableForeignKeyConstraints: false });
  // Nobody needs the half of it, should it be broken off.
  database.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144');
  const ids = `
    WITH RECURSIVE copies (id) AS (
      SELECT ${model + 1} UNION ALL SELECT id + 1 FROM copies WHERE id < ${model + count})`;
  // The users are counted at once instead of one by one.
  const { sql: trigger } = database
    .prepare("SELECT sql FROM sqlite_master WHERE name = 'count_user_in'")
    .get() as { sql: string };
  database.exec(`
    DROP TRIGGER count_user_in;
    ${ids} INSERT INTO users (id, first_name, first_name_key, last_name, last_name_key, created_at)
    SELECT copies.id, 'Person', 'person', printf('Number %08d', copies.id), printf('number %08d', copies.id), created_at
    FROM copies, users WHERE users.id = ${model};
    DELETE FROM user_counts;
    INSERT INTO user_counts (block, users) SELECT id / 1024, COUNT(*) FROM users GROUP BY 1;
    ${trigger};
    ${ids} INSERT INTO seed_salts (id, salt) SELECT id, randomblob(32) FROM copies;
    ${ids} INSERT INTO credentials_totp (id, user_id, algorithm, digits, period, sealed_seed, key_id, created_at,
      verified_at, salt_id)
    SELECT copies.id, copies.id, algorithm, digits, period, randomblob(LENGTH(sealed_seed)), key_id, created_at,
      verified_at, copies.id
    FROM copies, credentials_totp WHERE user_id = ${model}`);
  database.close();
}

/** So that what is measured next does not wait for it. */
function sync(path: string): void {
  const file = openSync(path, 'r+');
  fsyncSync(file);
  closeSync(file);
}
