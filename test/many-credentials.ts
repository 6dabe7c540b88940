import type { Context } from '../src/context.ts';
import { encodeBase32 } from '../src/core/base32.ts';
import { hmac } from '../src/core/hmac.ts';
import { DEFAULT_PARAMETERS } from '../src/core/otp.ts';
import { sql } from '../src/store/sql.ts';
import { findCredential } from '../src/two-factor/find-credential.ts';
import { insertCredential, storeSeed } from '../src/two-factor/queries.ts';
import { sealSeedOf } from '../src/two-factor/seed.ts';
import { insertUser } from '../src/users/queries.ts';

const seedOf = (userId: number): Buffer => hmac('SHA1', Buffer.from('many'), Buffer.from(String(userId)));

/** What the app of a user of `addEnrolled` was told. */
export const secretOf = (userId: number): string => encodeBase32(seedOf(userId));

/** Users who have enrolled, with ids one after the other, straight into the tables. */
export async function addEnrolled(
  { database, keys, clock }: Context,
  count: number,
): Promise<{ first: number; count: number }> {
  const nowMs = clock();
  return database.transaction(async (tx) => {
    let first = 0;
    for (let added = 0; added < count; added++) {
      const { id } = (await tx.get<{ id: number }>(insertUser(nowMs))) as { id: number };
      first ||= id;
      await tx.run(insertCredential(id, DEFAULT_PARAMETERS, false, nowMs));
      const row = await findCredential(tx, id);
      await tx.run(storeSeed(row.id, await sealSeedOf(keys, tx, row, seedOf(id)), DEFAULT_PARAMETERS, nowMs));
    }
    await tx.run(sql`
      UPDATE credentials_totp SET verified_at = ${nowMs}, enrollment_expires_at = NULL WHERE user_id >= ${first}`);
    return { first, count };
  });
}
