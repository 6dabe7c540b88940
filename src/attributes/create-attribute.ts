import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import type { Caller } from '../core/caller.ts';
import { type AttributeChanges, columnsAfter, requireSound } from './check-definition.ts';
import { insertAttribute } from './queries.ts';
import { storeDefault } from './store-default.ts';

/**
 * Makes a user attribute.
 *
 * @returns Its id.
 * @throws AppError `already_exists` for a name or label that is taken; `validation_failed` with everything that
 * is wrong.
 */
export async function createAttribute(
  context: Context,
  caller: Caller,
  given: AttributeChanges,
): Promise<number> {
  const nowMs = context.clock();
  return context.database.transaction(async (tx) => {
    const columns = columnsAfter(undefined, given, nowMs);
    await requireSound(tx, undefined, given, columns);
    const { id } = (await tx.get<{ id: number }>(insertAttribute(columns, nowMs))) as { id: number };
    await storeDefault(context, tx, id, given.default_value ?? null);
    await recordEvent(tx, nowMs, {
      action: 'create_user_attribute',
      actor: caller,
      detail: `attribute ${id}`,
    });
    return id;
  });
}
