import { recordEvent } from '../audit/record-event.ts';
import type { Context, Stopwatch } from '../context.ts';
import { BURST, longTermBucket } from '../core/budget.ts';
import { settleSources } from '../source-budgets/source-budget.ts';
import { settleBuckets } from './queries.ts';

/** A clock that differs by more than this from the time that passed was set. */
const JUMP_MS = 5_000;

/**
 * Compares the clock with the time that really passes.
 *
 * @returns To be called now and then: reports a jump, and repairs what a clock that ran ahead has left behind.
 */
export function watchClock(context: Context, stopwatch: Stopwatch): () => Promise<void> {
  let wall = context.clock();
  let passed = stopwatch();
  return async () => {
    const [nowMs, nowPassed] = [context.clock(), stopwatch()];
    const jumpMs = Math.round(nowMs - wall - (nowPassed - passed));
    wall = nowMs;
    passed = nowPassed;
    if (Math.abs(jumpMs) <= JUMP_MS) return;
    context.log.error({ jumpMs }, 'the clock was set while the server ran');
    await context.database.transaction(async (tx) => {
      if (jumpMs < 0) {
        const longTerm = longTermBucket(context.config.guessChance);
        const burstUntil = nowMs + BURST.capacity * BURST.refillMs;
        const longTermUntil = nowMs + longTerm.capacity * longTerm.refillMs;
        for (const table of ['credentials_totp', 'trusted_devices'] as const) {
          await tx.run(settleBuckets(table, burstUntil, longTermUntil));
        }
        await settleSources(tx, context.config.wrongCodesPerMinute, nowMs);
      }
      await recordEvent(tx, nowMs, { action: 'clock_set', actor: null, detail: `${jumpMs} ms` });
    });
  };
}
