import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DATABASE_FILE } from '../src/context.ts';
import { type Bench, cpuUs, logIn, type Sample } from './bench.ts';
import { fillMany } from './fill-many.ts';
import { timeStart } from './one-node.ts';
import { prepare } from './prepare.ts';
import type { Users } from './requests.ts';
import { type Findings, median } from './results.ts';

const FEW = 10_000;
const MANY = 10_000_000;

/** How many of the many can verify, spread over all ids. */
const SAMPLE = 40_000;

const ROUNDS = 12;
const WARM_UP = 3;

/** In one round: so many that each of the few has one code in a time step. */
const SHARE = 2_000;

/** How often a start is timed. */
const STARTS = 3;

/** The rate of verifications with ten million users against that with ten thousand, in turns. */
export async function measureManyUsers(bench: Bench): Promise<Findings> {
  if (bench.quick) {
    return { results: { verify_10m_vs_10k: null }, lines: ['verify_10m_vs_10k: left out by --quick'] };
  }
  const [fewFolder, manyFolder] = [bench.folder('few'), bench.folder('many')];
  const few = (await prepare(fewFolder, { enrolled: FEW })).enrolled;
  const fewBytes = sizeOf(fewFolder);
  const beforeMs = performance.now();
  const many = await fillMany(manyFolder, MANY, SAMPLE);
  const bytesPerUser = sizeOf(manyFolder) / MANY;
  bench.say(`Filled ${MANY} users in ${Math.round((performance.now() - beforeMs) / 1_000)} s.`);
  const startMs: number[] = [];
  for (let start = 0; start < STARTS; start++) startMs.push(await timeStart(bench, manyFolder));

  const serve = async (folder: string, users: Users) => {
    const server = await bench.startOurs(folder);
    return { server, users, token: await logIn(server), used: 0 };
  };
  const [ofMany, ofFew] = [await serve(manyFolder, many), await serve(fewFolder, few)];
  const verify = (one: typeof ofFew) => {
    const { server, users, token, used: from } = one;
    one.used += SHARE;
    return bench.measure(server, {
      operation: 'verify',
      token,
      users,
      from,
      count: SHARE,
      done: true,
      seconds: 60,
    });
  };
  const rounds: { many: Sample; few: Sample }[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const one = { few: await verify(ofFew), many: await verify(ofMany) };
    if (round < 0) continue;
    rounds.push(one);
    bench.say(
      `verify: with 10 million ${one.many.perSecond.toFixed(0)}/s, with 10 thousand ${one.few.perSecond.toFixed(0)}/s`,
    );
  }
  const loadedMb = ofMany.server.memory();
  for (const { server } of [ofMany, ofFew]) await server.stop();
  const recordBytes = (sizeOf(fewFolder) - fewBytes) / ofFew.used;
  rmSync(manyFolder, { recursive: true });
  const cpu = (which: 'many' | 'few') => median(rounds.map((round) => cpuUs(round[which])));
  return {
    results: {
      verify_10m_vs_10k: median(rounds.map(({ many, few }) => many.perSecond / few.perSecond)),
      loaded_mb: loadedMb,
    },
    lines: [
      `with 10 million users: ${cpu('many').toFixed(0)} µs of processor time, with 10 thousand ${cpu('few').toFixed(0)} µs; ` +
        `start ${median(startMs).toFixed(0)} ms; ${bytesPerUser.toFixed(0)} bytes in the database for each`,
      `one verification adds ${recordBytes.toFixed(0)} bytes to the database, which are its audit record`,
    ],
  };
}

const sizeOf = (folder: string): number => statSync(join(folder, DATABASE_FILE)).size;
