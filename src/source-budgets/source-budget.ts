import { type Bucket, retryAtMs } from '../core/budget.ts';
import type { Caller } from '../core/caller.ts';
import { networkOf } from '../core/network.ts';
import type { Reader, Transaction } from '../store/database.ts';
import type { Sql } from '../store/sql.ts';
import {
  chargeSource,
  deleteFullSources,
  latestOfSources,
  settleSourcesAt,
  sourcesHaveRoom,
} from './queries.ts';

/**
 * How many wrong codes may come from one place, whoever's they are: it slows a guesser who tries a few on
 * each of many users. An application checks the codes of all its users with one API key from one address, so
 * the bucket is large; what protects a credential is its own budget.
 */
export interface SourceBudget {
  /** Condition for a statement that needs room. */
  hasRoom: Sql;
  /** When there will be room; undefined: there is. */
  retryAtMs(reader: Reader): Promise<number | undefined>;
  /** Pays for a wrong code. */
  charge(tx: Transaction): Promise<void>;
}

const bucketOf = (wrongCodesPerMinute: number): Bucket => ({
  capacity: wrongCodesPerMinute * 10,
  refillMs: Math.ceil(60_000 / wrongCodesPerMinute),
});

/** Repairs what a clock that ran ahead has left behind: see core/budget.ts. */
export async function settleSources(
  tx: Transaction,
  wrongCodesPerMinute: number,
  nowMs: number,
): Promise<void> {
  const { capacity, refillMs } = bucketOf(wrongCodesPerMinute);
  await tx.run(settleSourcesAt(nowMs + capacity * refillMs));
}

/** @param wrongCodesPerMinute COUNTERSIGN_WRONG_CODES_PER_MINUTE; ten times that are possible at once. */
export function sourceBudget(caller: Caller, wrongCodesPerMinute: number, nowMs: number): SourceBudget {
  const bucket = bucketOf(wrongCodesPerMinute);
  const sources = [`key ${caller.apiKeyId}`, `network ${networkOf(caller.source)}`];
  return {
    hasRoom: sourcesHaveRoom(sources, bucket, nowMs),
    async retryAtMs(reader) {
      const row = await reader.get<{ spent_until: number | null }>(latestOfSources(sources));
      return retryAtMs(row?.spent_until ?? 0, nowMs, bucket);
    },
    async charge(tx) {
      await tx.run(deleteFullSources(nowMs));
      for (const source of sources) await tx.run(chargeSource(source, bucket, nowMs));
    },
  };
}
