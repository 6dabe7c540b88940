/** Says how much is done, and of how much. */
export type Tell = (done: number, of: number) => void;

/**
 * Does work that takes long, with a bar on standard error that goes when the work is done. A bar is for people: where
 * standard error is no terminal, nothing is shown.
 *
 * @param what Is done, in a word or two.
 */
export async function withBar<Result>(what: string, work: (tell: Tell) => Promise<Result>): Promise<Result> {
  const { tell, end } = await openBar(what);
  try {
    return await work(tell);
  } finally {
    end();
  }
}

/**
 * As `withBar`, for work that is no single function.
 *
 * @param wanted Whether nothing else is written to the terminal meanwhile.
 * @returns `end` takes the bar away.
 */
export async function openBar(what: string, wanted = true): Promise<{ tell: Tell; end(): void }> {
  if (!process.stderr.isTTY || !wanted) return { tell: () => undefined, end: () => undefined };
  const { SingleBar } = (await import('cli-progress')).default;
  const bar = new SingleBar({
    stream: process.stderr,
    format: `${what}  [{bar}] {percentage} %  {eta_formatted} left`,
    barsize: 30,
    clearOnComplete: true,
    // What it would change of the terminal stays changed after a kill; and a signal is for interruptible.ts.
    linewrap: true,
    hideCursor: false,
    gracefulExit: false,
  });
  let begun = false;
  return {
    tell(done, of) {
      if (!begun) bar.start(of, done);
      else bar.update(done);
      begun = true;
    },
    end() {
      if (begun) bar.stop();
    },
  };
}
