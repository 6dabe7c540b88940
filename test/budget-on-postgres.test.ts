import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
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
}
