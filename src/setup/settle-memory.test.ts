import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { giveBackMemory } from './settle-memory.ts';

test('what nobody needs any longer is given back, and the collector stays out of reach', async () => {
  const needed = { text: 'needed' };
  const [kept, dropped] = [new WeakRef(needed), new WeakRef({ text: 'not needed' })];
  await turn();
  giveBackMemory();
  assert.deepEqual([kept.deref(), dropped.deref()], [needed, undefined]);
  assert.equal('gc' in globalThis, false);
});
