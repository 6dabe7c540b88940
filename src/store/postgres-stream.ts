import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import Cursor from 'pg-cursor';
import { answerTo, bindable, prepareText } from './postgres-statements.ts';
import type { Sql } from './sql.ts';

/** How long a part of a list is waited for, in milliseconds. */
const PART_WITHIN_MS = 10_000;

/** What reads with a cursor has no limit of its own. */
async function inTime<Answer>(asked: Promise<Answer>): Promise<Answer> {
  const answered = new AbortController();
  const late = wait(PART_WITHIN_MS, undefined, { signal: answered.signal }).then(() => {
    throw new Error('no answer in time');
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    late.catch(() => undefined);
    answered.abort();
  }
}

/** Reads with a cursor, which sees the state that it began with. */
export async function* streamRows<Row>(pool: pg.Pool, query: Sql, batchSize: number): AsyncGenerator<Row[]> {
  const client = await answerTo(pool.connect());
  const { text } = prepareText(query);
  const cursor = client.query(new Cursor<Row>(text, query.values.map(bindable)));
  try {
    for (;;) {
      const batch = await answerTo(inTime(cursor.read(batchSize)));
      if (batch.length) yield batch;
      if (batch.length < batchSize) return;
    }
  } finally {
    // A cursor that was not read to its end is not worth waiting for.
    await inTime(cursor.close()).then(
      () => client.release(),
      (error: Error) => client.release(error),
    );
  }
}
