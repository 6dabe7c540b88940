import assert from 'node:assert/strict';
import { runCountersign } from './harness.ts';

/** Somebody at the command line. */
export function operator(settings: Record<string, string>) {
  const run = (...args: string[]) => runCountersign(args, settings);
  return {
    run,
    /** What a command that succeeds says to a program. */
    async answer(...args: string[]) {
      const { code, stdout, stderr } = await run(...args, '--json');
      assert.equal(code, 0, stderr);
      return JSON.parse(stdout);
    },
    /** @returns All that a command says that must fail. */
    async refused(said: RegExp, ...args: string[]): Promise<string> {
      const { code, stdout, stderr } = await run(...args);
      assert.deepEqual([code, stdout], [1, ''], args.join(' '));
      assert.match(stderr, said);
      return stderr;
    },
  };
}
