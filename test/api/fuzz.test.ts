import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { DocumentedAnswers } from '../contract/documented.ts';
import type { Specification } from '../contract/notation.ts';
import { requestsFor } from '../fuzz/requests.ts';
import { Sequence } from '../fuzz/sequence.ts';
import { needsEmbedded, startInProcess } from '../harness.ts';

/**
 * How many sequences of requests: `COUNTERSIGN_FUZZ_RUNS=500 node --test test/api/fuzz.test.ts` for more than a
 * minute of it. A failure says the seed and path that show it again, in COUNTERSIGN_FUZZ_SEED and _PATH.
 */
const numRuns = Number(process.env.COUNTERSIGN_FUZZ_RUNS ?? (needsEmbedded() ? 3 : 10));
const seed = process.env.COUNTERSIGN_FUZZ_SEED;
const path = process.env.COUNTERSIGN_FUZZ_PATH;
const REQUESTS = 250;

test('whatever is sent, in whatever order, is answered as documented, and breaks nothing', async (t) => {
  const specification: Specification = (await (await startInProcess(t)).as(null).get('/openapi.json')).body;
  const documented = new DocumentedAnswers(specification);
  const statuses = new Map<string, number>();
  const sequences = fc.array(requestsFor(specification), {
    minLength: REQUESTS / 5,
    maxLength: REQUESTS,
    size: 'max',
  });
  await fc.assert(
    fc.asyncProperty(sequences, async (requests) => {
      const { whenDone, scope } = ending();
      try {
        const sequence = await Sequence.start(await startInProcess(scope), documented);
        for (const request of requests) await sequence.send(request);
        await sequence.end();
        for (const [seen, times] of sequence.statuses) statuses.set(seen, (statuses.get(seen) ?? 0) + times);
      } finally {
        await whenDone();
      }
    }),
    {
      numRuns,
      ...(seed && { seed: Number(seed) }),
      // The answer that was wrong says enough; a shorter way there takes minutes to find.
      ...(path && { path }),
      endOnFailure: path === undefined,
    },
  );
  t.diagnostic(
    `${[...statuses.values()].reduce((sum, times) => sum + times, 0)} answers of ${statuses.size} kinds`,
  );
  if (process.env.COUNTERSIGN_FUZZ_RUNS) t.diagnostic(tableOf(statuses));
});

/** Each sequence has a server of its own, which goes when the sequence ends. */
function ending() {
  const ends: (() => unknown)[] = [];
  return {
    scope: { after: (end: () => unknown) => void ends.push(end) } as Pick<
      TestContext,
      'after'
    > as TestContext,
    async whenDone() {
      for (const end of ends.toReversed()) await end();
    },
  };
}

function tableOf(statuses: ReadonlyMap<string, number>): string {
  const rows = [...statuses].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return rows.map(([seen, times]) => `${seen}: ${times}`).join('\n');
}
