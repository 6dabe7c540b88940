import type { FieldFault } from '../core/app-error.ts';
import { faultOfValue } from './check-value.ts';
import type { AttributeRow } from './queries.ts';

/** As the client sent it. */
export interface GivenGroupValue {
  /** undefined: absent, or not an id. */
  groupId: number | undefined;
  value: unknown;
  rank: unknown;
}

export interface CheckedGroupValue {
  groupId: number;
  /** undefined: the hidden one that the group has stays. */
  value: string | undefined;
  rank: number;
}

/** A body can hold thousands of faults; nobody reads so many. */
const MAX_FAULTS = 50;

/**
 * Checks a list of values for groups. The order is the rank, unless the items name one.
 *
 * @param groups Ids of those in the list that exist.
 * @param holders Ids of those that have a value.
 */
export function checkGroupValues(
  { type, hidden_at }: AttributeRow,
  given: readonly GivenGroupValue[],
  { groups, holders }: { groups: ReadonlySet<number>; holders: ReadonlySet<number> },
): { values: CheckedGroupValue[]; faults: FieldFault[] } {
  const faults: FieldFault[] = [];
  const seen = new Set<number>();
  const ranked = given.some(({ rank }) => rank !== undefined && rank !== null);
  const values = given.map(({ groupId = 0, value, rank }, index): CheckedGroupValue => {
    const fault = (name: string, message: string, code: FieldFault['code'] = 'invalid') =>
      faults.push({ field: `${index}.${name}`, code, message });
    if (!groups.has(groupId)) fault('group_id', `'${index}.group_id' must be the id of a group, as text.`);
    else if (seen.has(groupId)) fault('group_id', `Group ${groupId} is here twice.`, 'already_exists');
    seen.add(groupId);
    // A hidden value reads as null: sent back as read, it stays.
    const stays = hidden_at !== null && value == null && holders.has(groupId);
    const wrong = stays ? undefined : faultOfValue(`${index}.value`, type, value);
    if (wrong) faults.push(wrong);
    if (ranked && !Number.isSafeInteger(rank)) {
      fault('rank', `'${index}.rank' must be a whole number: all items have one, or none.`);
    }
    return {
      groupId,
      value: stays ? undefined : (value as string),
      rank: ranked ? (rank as number) : index + 1,
    };
  });
  return { values, faults: faults.slice(0, MAX_FAULTS) };
}
