import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from '../src/store/sql.ts';
import { someone } from './enrolled.ts';
import { startInProcess, usePostgres } from './harness.ts';

const BURST = 5;

if (await usePostgres()) {
  test('codes that come faster than they are judged are looked at no more often than they are paid for', async (t) => {
    const server = await startInProcess(t);
    const { keys } = server.context;
    let looks = 0;
    const find = keys.find.bind(keys);
    keys.find = (...asked) => {
      looks++;
      return find(...asked);
    };
    const lookedAt = async (person: Awaited<ReturnType<typeof someone>>) => {
      looks = 0;
      const answers = await Promise.all(
        Array.from({ length: 60 }, async (_, index) => {
          await sleep(index / 2);
          return person.send(person.wrong());
        }),
      );
      assert.equal(answers.filter(({ status }) => status === 200).length, BURST);
      assert.equal(answers.filter(({ status }) => status === 429).length, 60 - BURST);
      return looks;
    };
    const enrolled = await someone(server);
    assert.equal((await enrolled.verify(enrolled.code())).accepted, true);
    assert.equal(await lookedAt(enrolled), BURST, 'of one who has enrolled');
    assert.equal(await lookedAt(await someone(server)), BURST, 'of one who enrols');
  });

  test("wrong codes that come at once from one place do not get in each other's way", async (t) => {
    const server = await startInProcess(t, { COUNTERSIGN_WRONG_CODES_PER_MINUTE: '999999' });
    const people = await Promise.all(Array.from({ length: 40 }, () => someone(server)));
    const answers = await Promise.all(
      Array.from({ length: 160 }, async (_, index) => {
        await sleep(index / 2);
        // Longer than the bucket of the place takes to be full again.
        server.clock.nowMs += 2;
        const { send, wrong } = people[index % people.length] as (typeof people)[number];
        return send(wrong());
      }),
    );
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    const { database } = server.context;
    // A session tells of its own at the latest a second after.
    await sleep(1_500);
    const seen = await database.get<{ deadlocks: number }>(
      sql`SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()`,
    );
    assert.equal(seen?.deadlocks, 0);
  });
}
