import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createGate } from './gate.ts';

const refusal = () => new Error('full');

/** A task that ends when told to. */
function controlled() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const state = { started: false };
  const task = () => {
    state.started = true;
    return promise;
  };
  return { state, task, resolve, reject };
}

/** Lets everything that is ready to run do so. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('at most so many run at once, so many wait in order, and the next is turned away', async () => {
  const gate = createGate(2, 3, refusal);
  const jobs = Array.from({ length: 5 }, controlled);
  const results = jobs.map(({ task }) => gate(task));
  await settle();
  const started = () => jobs.map(({ state }) => state.started);
  assert.deepEqual(started(), [true, true, false, false, false]);
  await assert.rejects(
    gate(async () => 'late'),
    /full/,
  );

  jobs[1]?.resolve('b');
  await settle();
  assert.deepEqual(started(), [true, true, true, false, false]);

  jobs[0]?.resolve('a');
  jobs[2]?.resolve('c');
  await settle();
  assert.deepEqual(started(), [true, true, true, true, true]);

  jobs[3]?.resolve('d');
  jobs[4]?.resolve('e');
  assert.deepEqual(await Promise.all(results), ['a', 'b', 'c', 'd', 'e']);
});

test('a newcomer does not slip past those who wait', async () => {
  const gate = createGate(1, 3, refusal);
  const jobs = Array.from({ length: 3 }, controlled);
  const [first, second, newcomer] = jobs;
  const results = [first, second].map((job) => gate(job?.task ?? assert.fail()));
  first?.resolve('first');
  await settle();
  results.push(gate(newcomer?.task ?? assert.fail()));
  await settle();
  assert.deepEqual([second?.state.started, newcomer?.state.started], [true, false]);
  for (const job of jobs) job.resolve('done');
  await Promise.all(results);
});

test('a task that fails gives its place back', async () => {
  const gate = createGate(1, 1, refusal);
  const failing = controlled();
  const first = gate(failing.task);
  const second = gate(async () => 'second');
  failing.reject(new Error('broken'));
  await assert.rejects(first, /broken/);
  assert.equal(await second, 'second');
  await assert.rejects(
    gate(() => {
      throw new Error('at once');
    }),
    /at once/,
  );
  assert.equal(await gate(async () => 'third'), 'third');
});

test('under a thousand mixed tasks the limit always holds and every place comes back', async () => {
  const gate = createGate(3, 1_000, refusal);
  let running = 0;
  let most = 0;
  const outcomes = await Promise.allSettled(
    Array.from({ length: 1_000 }, (_, index) =>
      gate(async () => {
        most = Math.max(most, ++running);
        if (index % 3 > 0) await settle();
        running--;
        if (index % 5 === 0) throw new Error('broken');
      }),
    ),
  );
  assert.equal(most, 3);
  assert.equal(outcomes.filter(({ status }) => status === 'rejected').length, 200);
  const again = Array.from({ length: 3 }, controlled);
  const results = again.map(({ task }) => gate(task));
  await settle();
  assert.ok(again.every(({ state }) => state.started));
  for (const job of again) job.resolve('done');
  await Promise.all(results);
});

test('whoever sends many leaves half of the places to others', async () => {
  const gate = createGate(1, 4, refusal);
  const jobs = Array.from({ length: 5 }, controlled);
  const many = jobs.slice(0, 3).map(({ task }) => gate(task, 'many'));
  const more = async () => 'more';
  await assert.rejects(gate(more, 'many'), /full/);
  const others = jobs.slice(3).map(({ task }) => gate(task, 'other'));
  await assert.rejects(gate(more, 'another'), /full/);
  for (const { resolve } of jobs) resolve('done');
  assert.deepEqual(await Promise.all([...many, ...others]), Array(5).fill('done'));
  assert.equal(await gate(more, 'many'), 'more');
});
