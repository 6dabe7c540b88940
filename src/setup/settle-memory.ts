import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** So long after the start, in milliseconds: whoever waits for the first answer has it. */
const AFTER_START_MS = 1_000;

/**
 * Once all is loaded: gives back to the system what only the start needed, a tenth of all memory, which V8 would keep for good
 * without load.
 */
export const settleMemory = (): void =>
  void setTimeout(() => {
    giveBackMemory();
    letRequestsDieYoung();
  }, AFTER_START_MS).unref();

/**
 * When many requests are under way at once, V8 takes what they make for things that last, and makes it among the old. There
 * it stays until all memory is gone through, and keeps alive what it refers to: each collection of the young then takes 5 ms, not
 * 2, in which nobody is answered.
 */
const letRequestsDieYoung = (): void => setFlagsFromString('--no-allocation-site-pretenuring');

/** Collects all garbage there is, and takes a few hundredths of a second. */
export function giveBackMemory(): void {
  setFlagsFromString('--expose-gc');
  const collect: NonNullable<typeof gc> = runInNewContext('gc');
  // What is compiled is kept for the next start under the flags that it was compiled with.
  setFlagsFromString('--no-expose-gc');
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
