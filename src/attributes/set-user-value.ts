import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { AppError, notFound } from '../core/app-error.ts';
import { type Caller, forbidden, may } from '../core/caller.ts';
import { requireRank } from '../roles/require-rank.ts';
import type { Reader } from '../store/database.ts';
import { requireUser } from '../users/user-exists.ts';
import { faultOfValue } from './check-value.ts';
import { findAttribute, requireChangeable } from './find-attribute.ts';
import { type AttributeRow, deleteValue, storeUserValue } from './queries.ts';
import type { UserValue } from './read-user-values.ts';
import { sealValue } from './sealed-value.ts';

/**
 * Gives a user a value of their own, which goes before that of any group.
 *
 * @param value As the client sent it, of any type.
 * @throws AppError `not_found`; `forbidden`; `not_modifiable` for a built-in attribute; `validation_failed`.
 */
export async function setUserValue(
  { database, clock, keys }: Context,
  caller: Caller,
  userId: number,
  attributeId: number,
  value: unknown,
): Promise<UserValue> {
  return database.transaction(async (tx) => {
    const attribute = await findSettable(tx, caller, userId, attributeId);
    const fault = faultOfValue('value', attribute.type, value);
    if (fault) throw new AppError('validation_failed', undefined, { faults: [fault] });
    const sealed = await sealValue(keys, tx, attributeId, { userId }, value as string);
    await tx.run(storeUserValue(attributeId, userId, sealed));
    await recordEvent(tx, clock(), {
      action: 'set_user_attribute_value',
      actor: caller,
      targetUserId: userId,
      detail: `attribute ${attributeId}`,
    });
    const shown = attribute.hidden_at === null && (attribute.user_can_view || may(caller, 'see_users'));
    return { attribute, userId, value: shown ? (value as string) : null, source: 'User', rank: null };
  });
}

/**
 * Takes a user's own value away, if they have one: that of a group or the default counts again.
 *
 * @throws AppError `not_found`; `forbidden`; `not_modifiable` for a built-in attribute.
 */
export async function deleteUserValue(
  { database, clock }: Context,
  caller: Caller,
  userId: number,
  attributeId: number,
): Promise<void> {
  await database.transaction(async (tx) => {
    await findSettable(tx, caller, userId, attributeId);
    if (!(await tx.run(deleteValue(attributeId, { userId })))) return;
    await recordEvent(tx, clock(), {
      action: 'delete_user_attribute_value',
      actor: caller,
      targetUserId: userId,
      detail: `attribute ${attributeId}`,
    });
  });
}

/** An attribute that the caller may set for a user: users set their own where the attribute says so. */
async function findSettable(
  reader: Reader,
  caller: Caller,
  userId: number,
  attributeId: number,
): Promise<AttributeRow> {
  await requireUser(reader, userId);
  const attribute = await findAttribute(reader, attributeId);
  const manages = may(caller, 'manage_users');
  if (!manages && !attribute.user_can_edit) {
    throw attribute.user_can_view || may(caller, 'see_users') ? forbidden('manage_users') : notFound();
  }
  if (userId !== caller.userId) await requireRank(reader, caller, userId);
  requireChangeable(attribute);
  return attribute;
}
