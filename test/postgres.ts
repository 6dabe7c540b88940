import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** A PostgreSQL server of the tests' own, with databases for whoever wants one. */
export interface Postgres {
  port: number;
  /** Its files. */
  data: string;
  /** @param template The database that the new one begins as a copy of. Nobody may be connected to it. */
  create(template?: string): Promise<string>;
  drop(name: string): Promise<void>;
  /** What DATABASE_URL is for a database. @param port Of a proxy before the server. */
  url(name: string, port?: number): string;
  query(text: string): Promise<pg.QueryResult>;
  start(): Promise<void>;
  /** SIGINT: in order; SIGQUIT: at once; SIGKILL: as a machine that loses power. */
  stop(signal: NodeJS.Signals): Promise<void>;
  /** A server that follows this one. @param settings Of the new one. */
  standby(settings?: string[]): Promise<Postgres>;
}

const ROOT = 'countersign';

/** Where Debian keeps the programs of a server, the newest first; elsewhere they are in the path. */
function programs(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  return folders.find((folder) => existsSync(join(folder, 'initdb')));
}

/** Whether there is a PostgreSQL server to start. `.ci/run` installs one. */
export const hasPostgres = (): boolean => programs() !== undefined;

/** Why a test that needs one is left out; false: it is not. */
export const needsPostgres = (): string | false =>
  !hasPostgres() && 'the programs of PostgreSQL are not installed';

/** @param program Such as `initdb`: one that comes with the server. */
export const programPath = (program: string): string => join(programs() ?? '', program);

/** The account that a server runs as: it refuses root. */
function account(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const [, , uid, gid] = /^postgres:.*$/m.exec(readFileSync('/etc/passwd', 'utf8'))?.[0].split(':') ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}

/** What is left to do when this process ends, the latest first. */
const atExit: (() => void)[] = [];
process.once('exit', () => {
  for (const end of atExit.reverse()) end();
});

/** Settings for a server of which nothing has to outlast a test. */
export const SHORT_LIVED = [
  'autovacuum=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  // To drop a database is to write down all that is in memory.
  'shared_buffers=16MB',
  'checkpoint_timeout=1h',
  'max_wal_size=2GB',
];

/**
 * Starts a server that ends with this process.
 *
 * @param scratch Where its files go: in memory, syncing takes no time.
 */
export async function startPostgres(scratch: string, settings: readonly string[] = []): Promise<Postgres> {
  const folder = folderFor(scratch);
  const data = join(folder, 'data');
  run('initdb', folder, [
    '-D',
    data,
    '-U',
    ROOT,
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--no-sync',
  ]);
  appendFileSync(join(data, 'pg_hba.conf'), 'host replication all 127.0.0.1/32 trust\n');
  return serverIn(scratch, folder, settings);
}

function folderFor(scratch: string): string {
  const folder = mkdtempSync(join(scratch, 'postgres-'));
  const { uid, gid } = account();
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
  atExit.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function run(program: string, cwd: string, args: readonly string[]): void {
  execFileSync(programPath(program), args, { ...account(), cwd, stdio: 'ignore' });
}

async function serverIn(scratch: string, folder: string, settings: readonly string[]): Promise<Postgres> {
  const data = join(folder, 'data');
  const port = await freePort();
  const options = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    `unix_socket_directories=${folder}`,
    'max_connections=200',
    ...settings,
  ].flatMap((option) => ['-c', option]);
  const url = (name: string, through = port) => `postgres://${ROOT}@127.0.0.1:${through}/${name}`;
  let server: ChildProcess | undefined;
  let root: pg.Pool | undefined;
  let made = 0;
  atExit.push(() => server?.kill('SIGQUIT'));
  const query = (text: string) => {
    if (!root) throw new Error('the server is not running');
    return root.query(text);
  };
  const postgres: Postgres = {
    port,
    data,
    url,
    query,
    async start() {
      const child = spawn(programPath('postgres'), ['-D', data, ...options], {
        ...account(),
        cwd: folder,
        stdio: 'ignore',
      });
      child.unref();
      server = child;
      root = new pg.Pool({ connectionString: url('postgres'), max: 2, allowExitOnIdle: true });
      root.on('error', () => undefined);
      for (let tries = 0; ; tries++) {
        try {
          await root.query('SELECT 1');
          return;
        } catch (error) {
          if (tries > 400 || child.exitCode !== null) throw error;
          await sleep(50);
        }
      }
    },
    async stop(signal) {
      const pool = root;
      root = undefined;
      await pool?.end();
      if (!server || server.exitCode !== null || server.signalCode !== null) return;
      const ended = once(server, 'exit');
      server.kill(signal);
      await ended;
      // Its children see that it is gone a little later, and a new one waits for them.
      if (signal === 'SIGKILL') await sleep(300);
    },
    async create(template = 'template1') {
      const name = `test_${++made}`;
      await query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
      return name;
    },
    async drop(name) {
      await query(`DROP DATABASE ${name} WITH (FORCE)`);
    },
    async standby(own = []) {
      const other = folderFor(scratch);
      run('pg_basebackup', other, [
        '-D',
        join(other, 'data'),
        '-d',
        url('postgres'),
        '-R',
        '--no-sync',
        '-c',
        'fast',
      ]);
      return serverIn(scratch, other, own);
    },
  };
  await postgres.start();
  return postgres;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}
