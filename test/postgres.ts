import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** A PostgreSQL server of the tests' own, with databases for whoever wants one. */
export interface Postgres {
  /** @param template The database that the new one begins as a copy of. Nobody may be connected to it. */
  create(template?: string): Promise<string>;
  drop(name: string): Promise<void>;
  /** What DATABASE_URL is for a database. */
  url(name: string): string;
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

/** The account that a server runs as: it refuses root. */
function account(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const [, , uid, gid] = /^postgres:.*$/m.exec(readFileSync('/etc/passwd', 'utf8'))?.[0].split(':') ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}

/**
 * Starts a server that ends with this process. It listens on a socket in its folder alone.
 *
 * @param scratch Where its files go: in memory, syncing takes no time.
 */
export async function startPostgres(scratch: string, settings: string[] = []): Promise<Postgres> {
  const bin = programs();
  if (!bin) throw new Error('there is no PostgreSQL: install its package');
  const folder = mkdtempSync(join(scratch, 'postgres-'));
  const as = account();
  if (as.uid !== undefined) chownSync(folder, as.uid, as.gid as number);
  const data = join(folder, 'data');
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', ROOT, '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'],
    { ...as, cwd: folder, stdio: 'ignore' },
  );
  const options = [
    'listen_addresses=',
    `unix_socket_directories=${folder}`,
    'max_connections=200',
    // Nothing of it lasts for longer than a test.
    'autovacuum=off',
    'wal_level=minimal',
    'max_wal_senders=0',
    ...settings,
  ];
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...options.flatMap((option) => ['-c', option])], {
    ...as,
    cwd: folder,
    stdio: 'ignore',
  });
  process.once('exit', () => {
    server.kill('SIGQUIT');
    rmSync(folder, { recursive: true, force: true });
  });
  server.unref();
  const url = (name: string) => `postgres:///${name}?user=${ROOT}&host=${encodeURIComponent(folder)}`;
  const root = new pg.Pool({ connectionString: url('postgres'), max: 1, allowExitOnIdle: true });
  for (let tries = 0; ; tries++) {
    try {
      await root.query('SELECT 1');
      break;
    } catch (error) {
      if (tries > 200 || server.exitCode !== null) throw error;
      await Promise.race([sleep(50), once(server, 'exit')]);
    }
  }
  let made = 0;
  return {
    url,
    async create(template = 'template1') {
      const name = `test_${++made}`;
      await root.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
      return name;
    },
    async drop(name) {
      await root.query(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}
