import { othersTurn } from '../core/others-turn.ts';
import type { Reader } from '../store/database.ts';
import { selectLastUserId } from './queries.ts';

/** From the first id up to but not including the second. */
export interface IdRange {
  fromId: number;
  toId: number;
}

/** So many ids are looked at in one go; then others have their turn. */
const AT_ONCE = 5_000;

/** All users there are, a range of ids at a time, so that looking at millions keeps nobody waiting. */
export async function* userIdRanges(reader: Reader): AsyncGenerator<IdRange> {
  const last = ((await reader.get<{ id: number }>(selectLastUserId())) as { id: number }).id;
  for (let fromId = 0; fromId <= last; fromId += AT_ONCE) {
    yield { fromId, toId: fromId + AT_ONCE };
    await othersTurn();
  }
}
