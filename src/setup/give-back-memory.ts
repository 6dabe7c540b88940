import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** So long after the start, in milliseconds: whoever waits for the first answer has it. */
const AFTER_START_MS = 1_000;

/** Gives back to the system what only the start needed, a tenth of all memory: without load, V8 would keep it for good. */
export const giveBackMemoryOfStart = (): void => void setTimeout(giveBackMemory, AFTER_START_MS).unref();

/** Collects all garbage there is, and takes a few hundredths of a second. */
export function giveBackMemory(): void {
  setFlagsFromString('--expose-gc');
  const collect: NonNullable<typeof gc> = runInNewContext('gc');
  // What is compiled is kept for the next start under the flags that it was compiled with.
  setFlagsFromString('--no-expose-gc');
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
