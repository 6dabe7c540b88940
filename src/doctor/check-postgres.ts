import type { Config } from '../config.ts';
import { type Clock, openDatabaseToRead } from '../context.ts';
import { type Finding, good, warning, wrong } from './finding.ts';
import { type ServerState, selectServerState } from './queries.ts';

/** So much may two clocks differ, in milliseconds. */
const TOLERANCE_MS = 5_000;

/** As many as one server takes, and as many again for a second one and whoever looks after the database. */
const CONNECTIONS = 40;

/** Looks at the PostgreSQL server, how it is reached, and its clock. */
export async function checkPostgres(
  config: Pick<Config, 'dataFolder' | 'databaseUrl'>,
  clock: Clock,
): Promise<Finding[]> {
  const database = await openDatabaseToRead(config);
  try {
    const before = clock();
    const state = (await database.get<ServerState>(selectServerState())) as ServerState;
    const nowMs = (before + clock()) / 2;
    const { hostname, searchParams } = new URL(config.databaseUrl?.reveal() ?? '');
    const host = searchParams.get('host') ?? hostname;
    return [
      checkDurability(state),
      checkEncryption(state, host),
      checkClocks(state.now_ms - nowMs),
      ...checkConnections(state),
    ];
  } finally {
    await database.close();
  }
}

function checkDurability(state: ServerState): Finding {
  const { version, fsync, full_page_writes, synchronous_standby_names: standbys, is_standby } = state;
  if (is_standby) {
    const says = 'DATABASE_URL leads to a standby, which takes no changes.';
    return wrong('database', says, 'Name the primary.');
  }
  if (fsync !== 'on' || full_page_writes !== 'on') {
    const says = `PostgreSQL ${version} runs with fsync or full_page_writes off: a power cut would lose changes.`;
    return wrong('database', says, 'Turn both on.');
  }
  return good(
    'database',
    `PostgreSQL ${version} has every change on disk before it is answered${standbys && ', and on a standby'}.`,
  );
}

/** @param host Empty: a socket on this machine. */
function checkEncryption({ encrypted }: ServerState, host: string): Finding {
  if (encrypted) return good('connection', 'The connection to PostgreSQL is encrypted.');
  return /^(?:localhost|127\.[\d.]+|\[::1\]|\/.*)?$/.test(host)
    ? good('connection', 'PostgreSQL is reached on this machine.')
    : warning(
        'connection',
        `What is said to PostgreSQL on ${host} is not encrypted.`,
        'Add ?sslmode=verify-full to DATABASE_URL, unless the network between is yours alone.',
      );
}

function checkClocks(aheadMs: number): Finding {
  const seconds = Math.abs(Math.round(aheadMs / 1_000));
  return Math.abs(aheadMs) > TOLERANCE_MS
    ? warning(
        'clocks',
        `The clock of PostgreSQL is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} the one here.`,
        'Find out which is wrong: codes are checked with the clocks of the servers, which must agree.',
      )
    : good('clocks', 'The clock of PostgreSQL agrees with the one here.');
}

function checkConnections({ max_connections: most }: ServerState): Finding[] {
  if (most >= CONNECTIONS) return [];
  const says = `PostgreSQL takes ${most} connections, and a server up to 18 of them.`;
  return [warning('connections', says, 'Raise max_connections.')];
}
