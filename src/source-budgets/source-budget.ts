import { type Bucket, retryAtMs } from '../core/budget.ts';
import type { Caller } from '../core/caller.ts';
import { networkOf } from '../core/network.ts';
import type { Transaction } from '../store/database.ts';
import { chargeSource, deleteFullSince, selectSpent, settleSourcesAt } from './queries.ts';

/**
 * So long a full bucket is kept, in milliseconds. Deleted at once, it would be one that others are just paying from: they
 * would wait for each other, in circles.
 */
const KEPT_FULL_MS = 3_600_000;

/**
 * How many wrong codes may come from one place, whoever's they are: it slows a guesser who tries a few on
 * each of many users. An application checks the codes of all its users with one API key from one address, so
 * the bucket is large; what protects a credential is its own budget.
 */
export class SourceBudget {
  readonly #bucket: Bucket;
  /** undefined: people at their browsers have no key, and no budget in common. */
  readonly #key: string | undefined;
  readonly #network: string;

  /** @param wrongCodesPerMinute COUNTERSIGN_WRONG_CODES_PER_MINUTE; ten times that are possible at once. */
  constructor({ apiKeyId, source }: Caller, wrongCodesPerMinute: number) {
    this.#bucket = bucketOf(wrongCodesPerMinute);
    this.#key = apiKeyId ? `key ${apiKeyId}` : undefined;
    this.#network = `network ${networkOf(source)}`;
  }

  /** When there will be room for a wrong code; undefined: there is. */
  async retryAtMs(tx: Transaction, nowMs: number): Promise<number | undefined> {
    const row = await tx.get<{ spent_until: number | null }>(
      selectSpent(this.#key ?? this.#network, this.#network),
    );
    return retryAtMs(row?.spent_until ?? 0, nowMs, this.#bucket);
  }

  /** Pays for a wrong code. */
  async charge(tx: Transaction, nowMs: number): Promise<void> {
    await tx.run(deleteFullSince(nowMs - KEPT_FULL_MS));
    if (this.#key !== undefined) await tx.run(chargeSource(this.#key, this.#bucket, nowMs));
    await tx.run(chargeSource(this.#network, this.#bucket, nowMs));
  }
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
