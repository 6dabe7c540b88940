import type { Context } from '../context.ts';
import type { Transaction } from '../store/database.ts';
import { deleteDefault, insertDefault } from './queries.ts';
import { sealValue } from './sealed-value.ts';

/** Stores the value of those who have no other. Empty: there is none. */
export async function storeDefault(
  { keys }: Context,
  tx: Transaction,
  attributeId: number,
  value: string | null,
): Promise<void> {
  await tx.run(deleteDefault(attributeId));
  if (!value) return;
  await tx.run(insertDefault(attributeId, await sealValue(keys, tx, attributeId, {}, value)));
}
