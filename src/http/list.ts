import { setFlagsFromString } from 'node:v8';
import type { Page } from '../core/page.ts';
import type { Database } from '../store/database.ts';
import type { Sql } from '../store/sql.ts';
import type { Input } from './operation.ts';
import { pageOf, setPageHeaders } from './paging.ts';

/** A list without a limit is answered whole up to this many rows, and streamed beyond. */
const BATCH = 25;

export interface Listing<Row> {
  /** The rows, in order. */
  select(page: Page): Sql | Promise<Sql>;
  /** Counts them as `total`. Absent, or null: how many there are is not worth what it costs to know. */
  count?: Sql;
  present(rows: Row[]): unknown[] | Promise<unknown[]>;
}

type ListInput = Pick<Input<string, object, unknown>, 'query' | 'request' | 'origin' | 'setHeader'>;

/**
 * Answers a list: the part that is asked for, with links to its neighbours, or everything there is. The
 * latter takes bounded memory, however long the list.
 */
export async function answerList<Row>(
  input: ListInput,
  database: Database,
  { select, count, present }: Listing<Row>,
): Promise<unknown[] | AsyncIterable<unknown[]>> {
  const page = pageOf(input.query);
  if (page.limit !== undefined) {
    const rows = await database.all<Row>(await select(page));
    const counted = count && (await database.get<{ total: number | null }>(count));
    setPageHeaders(input, page, { count: rows.length, total: counted?.total ?? undefined });
    return present(rows);
  }
  const first = await database.all<Row>(await select({ ...page, limit: BATCH + 1 }));
  if (first.length <= BATCH) return present(first);
  return presentBatches(database.stream<Row>(await select(page), BATCH), present);
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
      await new Promise<void>((resolve) => setImmediate(resolve));
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
