import { setTimeout as sleep } from 'node:timers/promises';
import { type Bench, beside, logIn, type Sample } from './bench.ts';
import { prepare } from './prepare.ts';
import type { Server } from './processes.ts';
import { CONNECTIONS, type Operation, type Users } from './requests.ts';
import { type Findings, median } from './results.ts';
import { signInsEverySecond } from './sign-ins.ts';

const USERS = 100_000;
const SIGN_INS_PER_SECOND = 4;

/** One server on one core, against a bare one, and then at half of its highest rate. */
export async function measureOneNode(bench: Bench): Promise<Findings> {
  // Many short rounds: what else the machine does comes and goes, and then meets both servers alike.
  const [roundCount, calmRounds, starts, warmUp] = bench.quick ? [9, 1, 3, 4] : [25, 5, 7, 8];
  const seconds = 0.5;
  const folder = bench.folder('one-node');
  const users = await prepare(folder, { enrolled: USERS, plain: USERS, withPassword: 100 });
  const startMs: number[] = [];
  for (let index = 0; index < starts; index++) startMs.push(await timeStart(bench, folder));
  const ours = await bench.startOurs(folder);
  const token = await logIn(ours);
  await sleep(2_000);
  const idleMb = ours.memory();

  /** Users of one round; and how many have been used up. */
  const share = Math.floor(USERS / (roundCount + warmUp));
  const used = { verify: 0, create: 0 };
  const usersOf: Record<keyof typeof used, Users> = { verify: users.enrolled, create: users.plain };
  const measureOurs = (operation: keyof typeof used, count: number, most: number, perSecond?: number) => {
    const from = used[operation];
    used[operation] += count;
    return bench.measure(ours, {
      operation,
      token,
      users: usersOf[operation],
      from,
      count,
      done: true,
      seconds: most,
      ...(perSecond && { perSecond }),
    });
  };
  // The warm-up is over when the work is done, however long it takes.
  const warm = {
    verify: await measureOurs('verify', warmUp * share, 60),
    create: await measureOurs('create', warmUp * share, 60),
  };
  const bare = await bench.start([
    beside('bare-http.ts'),
    String(warm.verify.answerBytes),
    String(warm.create.answerBytes),
  ]);
  const measureBare = (operation: Operation) =>
    bench.measure(bare, {
      operation,
      token,
      users: users.enrolled,
      from: 0,
      count: share,
      done: false,
      seconds,
    });
  for (let round = 0; round < warmUp; round++) await measureBare(round % 2 ? 'verify' : 'create');

  const rounds: Record<keyof typeof used, { bare: Sample; ours: Sample }[]> = { verify: [], create: [] };
  for (let round = 0; round < roundCount; round++) {
    for (const operation of ['verify', 'create'] as const) {
      const one = {
        bare: await measureBare(operation),
        ours: await measureOurs(operation, share, seconds),
      };
      rounds[operation].push(one);
      bench.say(
        `${operation}: ${one.ours.perSecond.toFixed(0)}/s, bare ${one.bare.perSecond.toFixed(0)}/s, ` +
          `ratio ${ratio(one).toFixed(3)}`,
      );
    }
  }
  const of = (operation: keyof typeof used, pick: (round: { bare: Sample; ours: Sample }) => number) =>
    median(rounds[operation].map(pick));
  const perSecond = of('verify', (round) => round.ours.perSecond);

  const loadedMb = ours.memory();
  const calm: Sample[] = [];
  const disturbed: Sample[] = [];
  const atHalf = () => measureOurs('verify', Math.ceil(perSecond * 1.5), 3, perSecond / 2);
  for (let round = 0; round < calmRounds; round++) {
    calm.push(await atHalf());
    const stop = signInsEverySecond(ours, users.enrolled, SIGN_INS_PER_SECOND);
    disturbed.push(await atHalf());
    await stop();
  }
  // Passwords that are checked take memory that stays.
  const afterSignInsMb = ours.memory();
  for (const server of [ours, bare]) await server.stop();

  const busiest = of('verify', ({ bare }) => bare.loadBusy);
  const line = (operation: keyof typeof used) => {
    const [cpu, bareCpu] = [cpuUs(rounds[operation], 'ours'), cpuUs(rounds[operation], 'bare')];
    const [p50, p99] = [of(operation, ({ ours }) => ours.p50Ms), of(operation, ({ ours }) => ours.p99Ms)];
    return (
      `${operation}: ${cpu.toFixed(0)} µs of processor time, bare ${bareCpu.toFixed(0)} µs, ratio ${(bareCpu / cpu).toFixed(3)}; ` +
      `at full load, ${CONNECTIONS} connections: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`
    );
  };
  return {
    results: {
      verify_vs_bare: of('verify', ratio),
      create_vs_bare: of('create', ratio),
      verify_per_s: perSecond,
      create_per_s: of('create', (round) => round.ours.perSecond),
      bare_per_s: of('verify', (round) => round.bare.perSecond),
      verify_p50_ms: median(calm.map(({ p50Ms }) => p50Ms)),
      verify_p99_ms: median(calm.map(({ p99Ms }) => p99Ms)),
      verify_p99_under_sign_ins_ms: median(disturbed.map(({ p99Ms }) => p99Ms)),
      idle_mb: idleMb,
      loaded_mb: loadedMb,
      start_ms: median(startMs),
    },
    lines: [
      line('verify'),
      line('create'),
      `memory under load with ${USERS} users: ${loadedMb.toFixed(0)} MB, after sign-ins ${afterSignInsMb.toFixed(0)} MB`,
      ...(busiest > 0.95 ? ['The load was saturated, so the bare server can do more than this says.'] : []),
    ],
  };
}

const ratio = ({ ours, bare }: { bare: Sample; ours: Sample }): number => ours.perSecond / bare.perSecond;

/** Processor time of the server for one request, which other work on the machine disturbs less. */
function cpuUs(rounds: { bare: Sample; ours: Sample }[], which: 'ours' | 'bare'): number {
  const total = (pick: (sample: Sample) => number) =>
    rounds.reduce((sum, round) => sum + pick(round[which]), 0);
  return (total((one) => one.cpuMs) / total((one) => one.answered)) * 1_000;
}

/** Milliseconds from the start of the process to its first answer. */
export async function timeStart(bench: Bench, folder: string): Promise<number> {
  const beforeMs = performance.now();
  const server: Server = await bench.startOurs(folder);
  await fetch(`http://127.0.0.1:${server.port}/alive`);
  const tookMs = performance.now() - beforeMs;
  await server.stop();
  return tookMs;
}
