/** Runs a task now or, when as many run as may, once one of them has ended. */
export type Gate = <T>(task: () => Promise<T>) => Promise<T>;

/**
 * Limits how many tasks run at once and how many wait; the rest is turned away at once. First come,
 * first served.
 * @param refusal makes the error a call gets when all places are taken
 */
export function createGate(maxRunning: number, maxQueued: number, refusal: () => Error): Gate {
  const waiting: (() => void)[] = [];
  let running = 0;

  return async function pass(task) {
    if (running < maxRunning) running++;
    else if (waiting.length < maxQueued) await new Promise<void>((start) => waiting.push(start));
    else throw refusal();
    try {
      return await task();
    } finally {
      // The place goes straight to whoever waits longest, so that no newcomer can slip in between.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
