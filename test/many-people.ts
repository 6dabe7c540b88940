import type { Transaction } from '../src/store/database.ts';
import { sql } from '../src/store/sql.ts';

/** People without a credential, as many as wanted, without a round trip for each. */
export async function insertPeople(tx: Transaction, count: number, nowMs: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    await tx.run(sql`
      INSERT INTO users (first_name, first_name_key, last_name, last_name_key, created_at)
      VALUES (${'Person'}, ${'person'}, ${`Number ${n}`}, ${`number ${n}`}, ${nowMs})`);
  }
}
