import type { Context } from '../context.ts';
import { type Caller, may } from '../core/caller.ts';
import { readUser } from '../users/read-users.ts';
import { type AttributeRow, type HeldRow, selectValuesThatReach } from './queries.ts';
import { openValue } from './sealed-value.ts';

/** A user attribute with a value that reaches a user. */
export interface UserValue {
  attribute: AttributeRow;
  userId: number;
  /** Null when it is hidden, or there is none. */
  value: string | null;
  source: string;
  rank: number | null;
}

export interface Asked {
  /** undefined: every attribute. */
  attributeIds: readonly number[] | undefined;
  /** Every value that reaches the user, the one that counts first, instead of that one alone. */
  all: boolean;
  /** Also attributes without a value. */
  includeUnset: boolean;
}

/**
 * The values that a user has: their own, else that of a group they are in, else the default.
 *
 * @throws AppError `not_found` also for a user whom the caller may not see.
 */
export async function readUserValues(
  context: Context,
  caller: Caller,
  userId: number,
  { attributeIds, all, includeUnset }: Asked,
): Promise<UserValue[]> {
  const user = await readUser(context, caller, userId);
  const computed: Record<string, string | null> = {
    email: user.email,
    first_name: user.first_name,
    id: String(user.id),
    last_name: user.last_name,
    locale: user.locale,
    name: `${user.first_name} ${user.last_name}`.trim(),
  };
  const rows = await context.database.all<HeldRow>(selectValuesThatReach(userId, attributeIds));
  const shown = rows
    .filter((row) => row.user_can_view || may(caller, 'see_users'))
    .filter((row, index, seen) => all || row.id !== seen[index - 1]?.id);
  const values = await Promise.all(
    shown.map((row) =>
      row.built_in ? follows(row, userId, computed[row.name]) : held(context, row, userId),
    ),
  );
  return values.filter(({ source }) => includeUnset || source !== UNSET);
}

const UNSET = 'No Value';

const follows = (attribute: AttributeRow, userId: number, value: string | null | undefined): UserValue => ({
  attribute,
  userId,
  value: value || null,
  source: value ? 'System' : UNSET,
  rank: null,
});

async function held({ keys, database }: Context, row: HeldRow, userId: number): Promise<UserValue> {
  const { sealed_value, key_id, user_id, group_id, group_rank, group_name } = row;
  const none = { attribute: row, userId, value: null, source: UNSET, rank: null };
  if (sealed_value === null || key_id === null) return none;
  const owner = {
    ...(user_id !== null && { userId: user_id }),
    ...(group_id !== null && { groupId: group_id }),
  };
  return {
    ...none,
    value:
      row.hidden_at === null
        ? await openValue(keys, database, row.id, owner, { sealed_value, key_id })
        : null,
    source: user_id !== null ? 'User' : group_id !== null ? `Group: ${group_name}` : 'Default',
    rank: group_rank,
  };
}
