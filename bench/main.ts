import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { inMemory, openBench } from './bench.ts';
import { measureBetterAuth } from './better-auth.ts';
import { measureManyUsers } from './many-users.ts';
import { measureOneNode } from './one-node.ts';
import { measurePostgresql } from './postgresql.ts';
import { notPinned } from './processes.ts';
import { type Results, type Row, rows } from './results.ts';
import { measureSignIns } from './sign-ins.ts';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    /** A row: what gives it is all that is measured. */
    only: { type: 'string' },
    /** For the Node.js that runs the server, such as --cpu-prof. */
    'server-option': { type: 'string', multiple: true, default: [] },
  },
});

/** In the order of running; where two give a row, the last counts. */
const measures: [measure: typeof measureOneNode, rows: Row[]][] = [
  [
    measureOneNode,
    [
      'verify_vs_bare',
      'create_vs_bare',
      'verify_per_s',
      'create_per_s',
      'bare_per_s',
      'verify_p50_ms',
      'verify_p99_ms',
      'verify_p99_under_sign_ins_ms',
      'idle_mb',
      'loaded_mb',
      'start_ms',
    ],
  ],
  [measureSignIns, ['sign_ins_vs_argon2']],
  [measurePostgresql, ['pg_verify_vs_pgbench', 'two_nodes_vs_one']],
  [measureBetterAuth, ['verify_vs_better_auth']],
  [measureManyUsers, ['verify_10m_vs_10k', 'loaded_mb']],
];
const { only } = options;
const chosen = measures.filter(([, given]) => only === undefined || given.includes(only as Row));
if (!chosen.length) {
  process.stderr.write(`There is no row ${only}. There are: ${rows.map(([key]) => key).join(', ')}\n`);
  process.exit(1);
}

const bench = openBench({ quick: options.quick, serverOptions: options['server-option'] });
const notes = [notPinned, inMemory()].filter((note) => note !== undefined);
for (const note of notes) bench.say(`Note: ${note}.`);
const results: Results = {};
const lines: string[] = [];
for (const [measure] of chosen) {
  const found = await measure(bench);
  Object.assign(results, found.results);
  lines.push(...(found.lines ?? []));
}

const [cpu] = cpus();
const machine = { cpu: cpu?.model.trim() ?? 'unknown', cores: cpus().length, node: process.version };
bench.say(`\n${machine.cpu}, ${machine.cores} cores, Node.js ${machine.node}`);
const rounded: Results = {};
for (const [key, label, unit, digits] of rows) {
  const value = results[key];
  rounded[key] = value == null ? null : Number(value.toFixed(digits));
  if (value !== undefined)
    bench.say(`  ${label.padEnd(50)}${value === null ? 'not measured' : rounded[key] + unit}`);
}
for (const line of lines) bench.say(line);
if (options.json) bench.say(JSON.stringify({ ...rounded, machine }));
process.exit(0);
