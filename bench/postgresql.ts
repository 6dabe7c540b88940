import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { hasPostgres, type Postgres, programPath, startPostgres } from '../test/postgres.ts';
import { type Bench, cpuUs, logIn } from './bench.ts';
import { prepare } from './prepare.ts';
import { childrenOf, cpuMs, type Server } from './processes.ts';
import { CONNECTIONS } from './requests.ts';
import { type Findings, median } from './results.ts';

const PGBENCH_ROWS = 100_000;

/**
 * The rate of verifications on PostgreSQL against one update by primary key in each transaction, as pgbench does it
 * on the same server; and of two nodes against one. Everything may use all cores.
 */
export async function measurePostgresql(bench: Bench): Promise<Findings> {
  if (!hasPostgres() || !existsSync(programPath('pgbench'))) {
    return {
      results: { pg_verify_vs_pgbench: null, two_nodes_vs_one: null },
      lines: ['pg_verify_vs_pgbench, two_nodes_vs_one: PostgreSQL with its pgbench is not installed'],
    };
  }
  const [roundCount, warmUp, seconds, enrolledCount] = bench.quick ? [3, 1, 1, 5_000] : [7, 2, 2, 20_000];
  const postgres = await startPostgres(tmpdir());
  const script = await preparePgbench(bench, postgres);
  const url = postgres.url(await postgres.create());
  const folder = bench.folder('postgresql');
  const { enrolled } = await prepare(folder, { enrolled: enrolledCount }, { DATABASE_URL: url });
  await postgres.query('CHECKPOINT');
  const startNode = (data: string) =>
    bench.startOurs(
      data,
      { DATABASE_URL: url, COUNTERSIGN_MASTER_KEY_FILE: join(folder, 'countersign.keys') },
      'all',
    );
  const one = await startNode(folder);
  const other = await startNode(bench.folder('postgresql-2'));
  const token = await logIn(one);

  let used = 0;
  const verify = async (nodes: Server[]) => {
    const count = Math.floor(enrolledCount / 4);
    used += count;
    const run = {
      operation: 'verify',
      token,
      users: enrolled,
      from: used,
      count,
      done: true,
      seconds,
    } as const;
    const before = cpuOf(postgres);
    const sample = await bench.measure(nodes, run);
    return { ...sample, databaseUs: (cpuBetween(before, cpuOf(postgres)) / sample.answered) * 1_000 };
  };
  const rounds: { one: number; two: number; pgbench: number; cpuUs: number; databaseUs: number }[] = [];
  for (let round = 0; round < roundCount + warmUp; round++) {
    const alone = await verify([one]);
    const measured = {
      one: alone.perSecond,
      cpuUs: cpuUs(alone),
      databaseUs: alone.databaseUs,
      two: (await verify([one, other])).perSecond,
      pgbench: await pgbench(postgres, script, seconds),
    };
    if (round < warmUp) continue;
    rounds.push(measured);
    bench.say(
      `verify on PostgreSQL: one node ${measured.one.toFixed(0)}/s, two ${measured.two.toFixed(0)}/s, pgbench ${measured.pgbench.toFixed(0)}/s`,
    );
  }
  for (const node of [one, other]) await node.stop();
  const recordBytes = await bytesOfRecord(url);
  await postgres.stop('SIGINT');
  const rate = (which: keyof (typeof rounds)[number]) =>
    median(rounds.map((round) => round[which])).toFixed(0);
  return {
    results: {
      pg_verify_vs_pgbench: median(rounds.map((round) => round.one / round.pgbench)),
      two_nodes_vs_one: median(rounds.map((round) => round.two / round.one)),
    },
    lines: [
      `on PostgreSQL: one node ${rate('one')}/s, two nodes ${rate('two')}/s, pgbench ${rate('pgbench')}/s; ` +
        `${rate('cpuUs')} µs of a node's processor time and ${rate('databaseUs')} µs of PostgreSQL's; an audit record takes ${recordBytes} bytes`,
    ],
  };
}

/** Processor time that each of the server's processes has taken so far, in milliseconds; empty where the system does not tell. */
function cpuOf({ data }: Postgres): Map<number, number> {
  if (process.platform !== 'linux') return new Map();
  const server = Number.parseInt(readFileSync(join(data, 'postmaster.pid'), 'latin1'), 10);
  return new Map(childrenOf(server).map((child) => [child, cpuMs(child)]));
}

/** What those took that are still there. */
function cpuBetween(before: Map<number, number>, after: Map<number, number>): number {
  return [...after].reduce((sum, [child, ms]) => sum + ms - (before.get(child) ?? 0), 0);
}

/** With its part of the indexes. */
async function bytesOfRecord(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(
    "SELECT pg_total_relation_size('audit_events') / COUNT(*) AS bytes FROM audit_events",
  );
  await client.end();
  return Number(rows[0].bytes);
}

/** @returns The file of the script. */
async function preparePgbench(bench: Bench, postgres: Postgres): Promise<string> {
  await postgres.query('CREATE TABLE counters (id integer PRIMARY KEY, value bigint NOT NULL)');
  await postgres.query(`INSERT INTO counters SELECT id, 0 FROM generate_series(1, ${PGBENCH_ROWS}) AS id`);
  await postgres.query('VACUUM ANALYZE counters');
  const script = join(bench.folder('pgbench'), 'update.sql');
  writeFileSync(
    script,
    `\\set id random(1, ${PGBENCH_ROWS})\nUPDATE counters SET value = value + 1 WHERE id = :id;\n`,
  );
  return script;
}

/** Transactions in a second, with as many clients as the load has connections. */
async function pgbench(postgres: Postgres, script: string, seconds: number): Promise<number> {
  const url = new URL(postgres.url('postgres'));
  const { stdout } = await promisify(execFile)(programPath('pgbench'), [
    ...['-h', url.hostname, '-p', url.port, '-U', url.username],
    ...['-n', '-M', 'prepared', '-f', script, '-T', String(seconds)],
    ...['-c', String(CONNECTIONS), '-j', String(availableParallelism()), 'postgres'],
  ]);
  return Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1]);
}
