import { setFlagsFromString } from 'node:v8';
import { othersTurn } from '../core/others-turn.ts';
import type { Page } from '../core/page.ts';
import type { Database } from '../store/database.ts';
import type { Sql } from '../store/sql.ts';
import type { Input } from './operation.ts';
import { pageOf, setPageHeaders } from './paging.ts';

/** A list is streamed so many rows at a time. */
const BATCH = 25;

/** A part of a list that is asked for is answered in one piece up to this many rows, and streamed beyond. */
const ONE_PIECE = 1_000;

export interface Listing<Row> {
  /** The rows, in order. */
  select(page: Page): Sql | Promise<Sql>;
  /** Counts them as `total`. Absent, or null: how many there are is not worth what it costs to know. */
  count?: Sql;
  present(rows: Row[]): unknown[] | Promise<unknown[]>;
}

type ListInput = Pick<Input<string, object, unknown>, 'query' | 'request' | 'origin' | 'setHeader'>;

/**
 * Answers a list: the part that is asked for, with links to its neighbours, or everything there is. It takes bounded
 * memory, however long the list or the part.
 */
export async function answerList<Row>(
  input: ListInput,
  database: Database,
  { select, count, present }: Listing<Row>,
): Promise<unknown[] | AsyncIterable<unknown[]>> {
  const page = pageOf(input.query);
  const { limit = Number.MAX_SAFE_INTEGER, offset } = page;
  const pieceRows = limit <= ONE_PIECE ? limit : BATCH + 1;
  const first = await database.all<Row>(await select({ offset, limit: pieceRows }));
  const whole = limit <= ONE_PIECE || first.length <= BATCH;
  if (page.limit !== undefined) {
    const counted = count && (await database.get<{ total: number | null }>(count));
    const total = counted?.total ?? undefined;
    // Only where the total is not known, it matters how many rows there are.
    const found = whole || total !== undefined ? first.length : await upTo(limit);
    setPageHeaders(input, page, { count: found, total });
  }
  return whole ? present(first) : presentBatches(database.stream<Row>(await select(page), BATCH), present);

  /** Whether there are so many rows is seen by the last. */
  async function upTo(limit: number): Promise<number> {
    const last = Math.min(offset + limit - 1, Number.MAX_SAFE_INTEGER);
    return (await database.all(await select({ offset: last, limit: 1 }))).length ? limit : 0;
  }
}

let streams = 0;

async function* presentBatches<Row>(
  batches: AsyncIterable<Row[]>,
  present: Listing<Row>['present'],
): AsyncGenerator<unknown[]> {
  if (streams++ === 0) collectGarbageAt(20);
  try {
    for await (const rows of batches) {
      yield await present(rows);
      // A client that reads as fast as this writes would keep all others waiting to the end of the list.
      await othersTurn();
    }
  } finally {
    if (--streams === 0) collectGarbageAt(DEFAULT);
  }
}

const DEFAULT = 0;

/**
 * V8 usually waits until there is twice as much garbage, which a long list is quick to make. While one is sent it
 * collects earlier: a million users then take 50 MB in passing, not 150.
 *
 * @param percent Growth of the heap after which garbage is collected.
 */
const collectGarbageAt = (percent: number): void => setFlagsFromString(`--heap-growing-percent=${percent}`);
