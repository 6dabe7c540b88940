/**
 * Runs a task now or, when as many run as may, once one of them has ended.
 * @param from whose task it is; undefined: one of nobody in particular
 */
export type Gate = <T>(task: () => Promise<T>, from?: string) => Promise<T>;

/**
 * Limits how many tasks run at once and how many wait; the rest is turned away at once. First come,
 * first served; but whoever sends many has half of the places to wait, so that others get one.
 * @param refusal makes the error a call gets when all places are taken
 */
export function createGate(maxRunning: number, maxQueued: number, refusal: () => Error): Gate {
  const waiting: { from: string | undefined; start: () => void }[] = [];
  let running = 0;

  const hasPlace = (from: string | undefined): boolean => {
    if (waiting.length >= maxQueued) return false;
    return from === undefined || waiting.filter((one) => one.from === from).length < maxQueued / 2;
  };

  return async function pass(task, from) {
    if (running < maxRunning) running++;
    else if (hasPlace(from)) await new Promise<void>((start) => waiting.push({ from, start }));
    else throw refusal();
    try {
      return await task();
    } finally {
      // The place goes straight to whoever waits longest, so that no newcomer can slip in between.
      const next = waiting.shift();
      if (next) next.start();
      else running--;
    }
  };
}
