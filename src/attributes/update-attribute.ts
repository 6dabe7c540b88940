import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import type { Caller } from '../core/caller.ts';
import { type AttributeChanges, columnsAfter, keepsDefault, requireSound } from './check-definition.ts';
import { findAttribute, requireChangeable } from './find-attribute.ts';
import { updateAttribute as updateRow } from './queries.ts';
import { storeDefault } from './store-default.ts';

/**
 * Changes what is given of a user attribute and leaves the rest. Hiding its values is for good.
 *
 * @throws AppError `not_found`; `not_modifiable` for a built-in one; `validation_failed`.
 */
export async function updateAttribute(
  context: Context,
  caller: Caller,
  attributeId: number,
  given: AttributeChanges,
): Promise<void> {
  const nowMs = context.clock();
  await context.database.transaction(async (tx) => {
    const before = await findAttribute(tx, attributeId);
    requireChangeable(before);
    const columns = columnsAfter(before, given, nowMs);
    await requireSound(tx, before, given, columns);
    await tx.run(updateRow(attributeId, columns));
    if (!keepsDefault(before, given)) {
      await storeDefault(context, tx, attributeId, given.default_value ?? null);
    }
    await recordEvent(tx, nowMs, {
      action: 'update_user_attribute',
      actor: caller,
      detail: `attribute ${attributeId}`,
    });
  });
}
