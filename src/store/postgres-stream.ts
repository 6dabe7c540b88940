import type pg from 'pg';
import Cursor from 'pg-cursor';
import { DatabaseUnavailable } from './database.ts';
import { answerTo, bindable, prepareText } from './postgres-statements.ts';
import type { Sql } from './sql.ts';
import { type Row, selectAll, type Table } from './tables.ts';

/** How long the end of a list is waited for, in milliseconds. */
const CLOSE_WITHIN_MS = 10_000;

/**
 * Reads with a cursor, which sees the state that it began with.
 *
 * @param partWithinMs How long each part is waited for; undefined: for as long as it takes.
 */
export async function* streamRows<Row>(
  pool: pg.Pool,
  query: Sql,
  batchSize: number,
  partWithinMs?: number,
): AsyncGenerator<Row[]> {
  const client = await answerTo(pool.connect());
  let broken: Error | undefined;
  try {
    yield* cursorRows<Row>(client, query, batchSize, partWithinMs);
  } catch (error) {
    if (error instanceof DatabaseUnavailable) broken = error;
    throw error;
  } finally {
    client.release(broken);
  }
}

/**
 * The same on a connection of one's own, which is of no use any more after DatabaseUnavailable.
 *
 * @param config How rows come; undefined: as objects.
 */
export async function* cursorRows<Row>(
  client: pg.ClientBase,
  query: Sql,
  batchSize: number,
  partWithinMs?: number,
  config?: { rowMode: 'array' },
): AsyncGenerator<Row[]> {
  const { text } = prepareText(query);
  const cursor = client.query(new Cursor<Row>(text, query.values.map(bindable), config));
  let answers = true;
  try {
    for (;;) {
      const batch = await answerTo(inTime(cursor.read(batchSize), partWithinMs)).catch((error) => {
        answers = !(error instanceof DatabaseUnavailable);
        throw error;
      });
      if (batch.length) yield batch;
      if (batch.length < batchSize) return;
    }
  } finally {
    if (answers) await answerTo(inTime(cursor.close(), CLOSE_WITHIN_MS));
  }
}

/** All rows of a table by its primary key, so many at a time. */
export const tableRows = (client: pg.ClientBase, table: Table, batchSize: number): AsyncGenerator<Row[]> =>
  cursorRows<Row>(client, { text: selectAll(table), values: [] }, batchSize, undefined, { rowMode: 'array' });

/** @throws Error when it takes longer. */
function inTime<Answer>(asked: Promise<Answer>, withinMs: number | undefined): Promise<Answer> {
  if (withinMs === undefined) return asked;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer came in time')), withinMs);
    asked.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
