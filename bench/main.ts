import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Measured, Run } from './load.ts';
import { CLIENT, prepare } from './prepare.ts';
import { notPinned, type Server, spawnOn, startServer } from './processes.ts';
import type { Operation, Users } from './requests.ts';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    /** For the Node.js that runs the server, such as --cpu-prof. */
    'server-option': { type: 'string', multiple: true, default: [] },
  },
});
const USERS = 100_000;
// Many short rounds: what else the machine does comes and goes, and then meets both servers alike.
const ROUNDS = options.quick ? 9 : 25;
const STARTS = options.quick ? 3 : 7;
const SECONDS = 0.5;
/** Rounds that each operation runs first, while the compiler learns, and rounds of the last run. */
const WARM_UP = options.quick ? 4 : 8;
const CALM = options.quick ? 4 : 8;

const say = (line: string) => process.stdout.write(`${line}\n`);
const beside = (name: string) => new URL(name, import.meta.url).pathname;
const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] as number;

const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
const servers: Server[] = [];
const load = spawnOn('load', [beside('load.ts')], { ipc: true });
load.once('exit', (code) => code && process.exit(1));
process.once('exit', () => {
  load.kill();
  for (const server of servers) server.kill();
  rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

async function start(args: string[], env?: Record<string, string>): Promise<Server> {
  const server = await startServer(args, env);
  servers.push(server);
  return server;
}
const startOurs = () =>
  start([...options['server-option'], beside('../bin/countersign.js'), 'serve'], {
    COUNTERSIGN_DATA: folder,
    COUNTERSIGN_PORT: '0',
  });

/** Milliseconds from the start of the process to its first answer. */
async function timeStart(): Promise<number> {
  const beforeMs = performance.now();
  const server = await startOurs();
  await fetch(`http://127.0.0.1:${server.port}/alive`);
  const tookMs = performance.now() - beforeMs;
  await server.stop();
  return tookMs;
}

async function logIn(port: number): Promise<string> {
  const body = new URLSearchParams(CLIENT);
  const answer = await fetch(`http://127.0.0.1:${port}/api/4.0/login`, { method: 'POST', body });
  return ((await answer.json()) as { access_token: string }).access_token;
}

type Sample = Measured & { cpuMs: number };

async function measure(server: Server, run: Omit<Run, 'port'>): Promise<Sample> {
  const before = server.cpuMs();
  load.send({ ...run, port: server.port });
  const [measured] = await once(load, 'message');
  return { ...(measured as Measured), cpuMs: server.cpuMs() - before };
}

if (notPinned) say(`Note: ${notPinned}.`);
const beforeMs = performance.now();
const users = await prepare(folder, USERS);
say(`Prepared ${USERS} users twice over in ${Math.round(performance.now() - beforeMs)} ms.`);
const startMs: number[] = [];
for (let index = 0; index < STARTS; index++) startMs.push(await timeStart());

const ours = await startOurs();
const token = await logIn(ours.port);
const idleMb = ours.memory();

/** Users of one round; and how many have been used up. */
const share = Math.floor(USERS / (WARM_UP + ROUNDS + CALM));
const used: Record<Operation, number> = { verify: 0, create: 0 };
const usersOf: Record<Operation, Users> = { verify: users.enrolled, create: users.plain };
const measureOurs = (operation: Operation, shares = 1, perSecond?: number) => {
  const from = used[operation];
  const count = shares * share;
  used[operation] += count;
  return measure(ours, {
    operation,
    token,
    users: usersOf[operation],
    from,
    count,
    ours: true,
    // The warm-up is over when the work is done, however long it takes.
    seconds: shares === WARM_UP ? 60 : shares * SECONDS,
    ...(perSecond && { perSecond }),
  });
};

const warm = { verify: await measureOurs('verify', WARM_UP), create: await measureOurs('create', WARM_UP) };
const bare = await start([
  beside('bare.ts'),
  String(warm.verify.answerBytes),
  String(warm.create.answerBytes),
]);
const measureBare = (operation: Operation) =>
  measure(bare, {
    operation,
    token,
    users: usersOf[operation],
    from: 0,
    count: share,
    ours: false,
    seconds: SECONDS,
  });
for (let round = 0; round < WARM_UP; round++) await measureBare(round % 2 ? 'verify' : 'create');

const operations = ['verify', 'create'] as const;
const rounds: Record<Operation, { bare: Sample; ours: Sample }[]> = { verify: [], create: [] };
for (let round = 0; round < ROUNDS; round++) {
  for (const operation of operations) {
    const one = { bare: await measureBare(operation), ours: await measureOurs(operation) };
    rounds[operation].push(one);
    say(
      `${operation}: ${one.ours.perSecond.toFixed(0)}/s, bare ${one.bare.perSecond.toFixed(0)}/s, ` +
        `ratio ${(one.ours.perSecond / one.bare.perSecond).toFixed(3)}, cpu ${((one.ours.cpuMs / one.ours.answered) * 1000).toFixed(0)} ${((one.bare.cpuMs / one.bare.answered) * 1000).toFixed(0)}, load busy ${one.bare.loadBusy.toFixed(2)}`,
    );
  }
}

const of = (operation: Operation, pick: (round: { bare: Sample; ours: Sample }) => number) =>
  median(rounds[operation].map(pick));
const verifyPerSecond = of('verify', (round) => round.ours.perSecond);
const calm = await measureOurs('verify', CALM, verifyPerSecond / 2);
const loadedMb = ours.memory();

const digits = (value: number, places: number) => Number(value.toFixed(places));
const results = {
  verify_vs_bare: digits(
    of('verify', ({ bare, ours }) => ours.perSecond / bare.perSecond),
    3,
  ),
  create_vs_bare: digits(
    of('create', ({ bare, ours }) => ours.perSecond / bare.perSecond),
    3,
  ),
  verify_per_s: Math.round(verifyPerSecond),
  create_per_s: Math.round(of('create', (round) => round.ours.perSecond)),
  bare_per_s: Math.round(of('verify', (round) => round.bare.perSecond)),
  verify_p50_ms: digits(calm.p50Ms, 2),
  verify_p99_ms: digits(calm.p99Ms, 2),
  idle_mb: Math.round(idleMb),
  loaded_mb: Math.round(loadedMb),
  start_ms: Math.round(median(startMs)),
  machine: { cpu: cpus()[0]?.model.trim(), cores: cpus().length, node: process.version },
};
const busiest = Math.max(...operations.map((operation) => of(operation, ({ bare }) => bare.loadBusy)));

const cpuUs = (operation: Operation, which: 'ours' | 'bare') => {
  const samples = rounds[operation].map((round) => round[which]);
  const total = (pick: (sample: Sample) => number) => samples.reduce((sum, one) => sum + pick(one), 0);
  return (total((one) => one.cpuMs) / total((one) => one.answered)) * 1_000;
};

say(`
ratios, each round against the bare server beside it, median of ${ROUNDS}
  verify / bare     ${results.verify_vs_bare}
  create / bare     ${results.create_vs_bare}
processor time of the server for one request, which other work on the machine disturbs less
  verify            ${cpuUs('verify', 'ours').toFixed(0)} µs, bare ${cpuUs('verify', 'bare').toFixed(0)} µs: ratio ${(cpuUs('verify', 'bare') / cpuUs('verify', 'ours')).toFixed(3)}
  create            ${cpuUs('create', 'ours').toFixed(0)} µs, bare ${cpuUs('create', 'bare').toFixed(0)} µs: ratio ${(cpuUs('create', 'bare') / cpuUs('create', 'ours')).toFixed(3)}
at full load, 64 connections
  verify            ${results.verify_per_s}/s, p50 ${of('verify', ({ ours }) => ours.p50Ms).toFixed(1)} ms, p99 ${of('verify', ({ ours }) => ours.p99Ms).toFixed(1)} ms
  create            ${results.create_per_s}/s, p50 ${of('create', ({ ours }) => ours.p50Ms).toFixed(1)} ms, p99 ${of('create', ({ ours }) => ours.p99Ms).toFixed(1)} ms
  bare              ${results.bare_per_s}/s, when the load kept its own core ${Math.round(busiest * 100)} % busy
at half of it
  verify            ${Math.round(calm.perSecond)}/s, p50 ${results.verify_p50_ms} ms, p99 ${results.verify_p99_ms} ms
memory              ${results.idle_mb} MB after start, ${results.loaded_mb} MB loaded
start               ${results.start_ms} ms to the first answer
machine             ${results.machine.cpu}, ${results.machine.cores} cores, Node.js ${results.machine.node}`);
if (busiest > 0.95) say('Note: the load was saturated, so the bare server can do more than this says.');
for (const server of [ours, bare]) await server.stop();
if (options.json) say(JSON.stringify(results));
process.exit(0);
