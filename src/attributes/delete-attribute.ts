import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import type { Caller } from '../core/caller.ts';
import { findAttribute, requireChangeable } from './find-attribute.ts';
import { deleteAttribute as deleteRow } from './queries.ts';

/**
 * Deletes a user attribute with all values of it.
 *
 * @throws AppError `not_found`; `not_modifiable` for a built-in one.
 */
export async function deleteAttribute(
  { database, clock }: Context,
  caller: Caller,
  attributeId: number,
): Promise<void> {
  await database.transaction(async (tx) => {
    requireChangeable(await findAttribute(tx, attributeId));
    await tx.run(deleteRow(attributeId));
    await recordEvent(tx, clock(), {
      action: 'delete_user_attribute',
      actor: caller,
      detail: `attribute ${attributeId}`,
    });
  });
}
