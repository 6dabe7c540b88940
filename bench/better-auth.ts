import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Bench, beside, cpuUs, logIn, type Sample } from './bench.ts';
import { prepare } from './prepare.ts';
import { type Findings, median } from './results.ts';

const SECONDS = 1;

/** The rate of verifications against that of better-auth, each with one user after the other, in turns. */
export async function measureBetterAuth(bench: Bench): Promise<Findings> {
  const installed = 'peers/better-auth/node_modules/better-auth/package.json';
  if (!existsSync(beside(installed))) {
    return {
      results: { verify_vs_better_auth: null },
      lines: ['verify_vs_better_auth: not installed, which `npm ci --prefix bench/peers/better-auth` does'],
    };
  }
  const [roundCount, warmUp, count] = bench.quick ? [3, 1, 1_000] : [11, 3, 5_000];
  const folder = bench.folder('better-auth');
  const [database, file] = [join(folder, 'better-auth.db'), join(folder, 'requests.json')];
  const share = Math.floor(count / (roundCount + warmUp));
  execFileSync(process.execPath, [beside('peers/better-auth/prepare.ts'), database, file, String(count)]);
  // Ours answers more in the same time, so it needs more of them.
  const ourCount = bench.quick ? 20_000 : 50_000;
  const ourShare = Math.floor(ourCount / (roundCount + warmUp));
  const ourFolder = bench.folder('beside-better-auth');
  const { enrolled } = await prepare(ourFolder, { enrolled: ourCount });
  const ours = await bench.startOurs(ourFolder);
  const token = await logIn(ours);
  const theirs = await bench.start([beside('peers/better-auth/server.ts'), database]);

  const rounds: { ours: Sample; theirs: Sample }[] = [];
  for (let round = 0; round < roundCount + warmUp; round++) {
    const run = { token, done: true, seconds: SECONDS };
    const one = {
      ours: await bench.measure(ours, {
        ...run,
        operation: 'verify',
        users: enrolled,
        from: round * ourShare,
        count: ourShare,
      }),
      theirs: await bench.measure(theirs, {
        ...run,
        operation: 'peer_verify',
        users: { data: database, first: 0, count, file },
        from: round * share,
        count: share,
      }),
    };
    if (round < warmUp) continue;
    rounds.push(one);
    bench.say(`verify: ${one.ours.perSecond.toFixed(0)}/s, better-auth ${one.theirs.perSecond.toFixed(0)}/s`);
  }
  for (const server of [ours, theirs]) await server.stop();
  const of = (which: 'ours' | 'theirs', pick: (sample: Sample) => number) =>
    median(rounds.map((round) => pick(round[which])));
  return {
    results: {
      verify_vs_better_auth: median(rounds.map(({ ours, theirs }) => ours.perSecond / theirs.perSecond)),
    },
    lines: [
      `better-auth: ${of('theirs', ({ perSecond }) => perSecond).toFixed(0)}/s, ` +
        `${of('theirs', cpuUs).toFixed(0)} µs of processor time, ours ${of('ours', cpuUs).toFixed(0)} µs`,
    ],
  };
}
