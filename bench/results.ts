/** What is measured: the key, what it is called, its unit, and its digits after the point. */
export const rows = [
  ['verify_vs_bare', 'verify ÷ bare node:http', '', 3],
  ['create_vs_bare', 'create ÷ bare node:http', '', 3],
  ['verify_10m_vs_10k', 'verify with 10 million users ÷ with 10 thousand', '', 3],
  ['verify_vs_better_auth', 'verify ÷ better-auth', '', 1],
  ['pg_verify_vs_pgbench', 'verify on PostgreSQL ÷ pgbench, one update each', '', 3],
  ['two_nodes_vs_one', 'two nodes on PostgreSQL ÷ one', '', 2],
  ['sign_ins_vs_argon2', 'password sign-ins ÷ bare argon2id, all cores', '', 3],
  ['verify_per_s', 'verify, one core', '/s', 0],
  ['create_per_s', 'create, one core', '/s', 0],
  ['bare_per_s', 'bare node:http, one core', '/s', 0],
  ['verify_p50_ms', 'verify at half of the highest rate, p50', ' ms', 2],
  ['verify_p99_ms', 'the same, p99', ' ms', 2],
  ['verify_p99_under_sign_ins_ms', 'p99 while 4 people a second sign in', ' ms', 2],
  ['idle_mb', 'memory after the start', ' MB', 0],
  ['loaded_mb', 'memory under load', ' MB', 0],
  ['start_ms', 'start to the first answer', ' ms', 0],
] as const;

export type Row = (typeof rows)[number][0];

/** null: it could not be measured here. */
export type Results = Partial<Record<Row, number | null>>;

/** What a measure hands back. */
export interface Findings {
  results: Results;
  /** What else is worth a line of the text, such as why a row is null. */
  lines?: string[];
}

export const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] as number;
