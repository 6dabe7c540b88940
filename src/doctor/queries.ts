import { type Sql, sql } from '../store/sql.ts';

/** What a PostgreSQL server says of itself and of the session. Yes and no are 1 and 0. */
export interface ServerState {
  version: string;
  fsync: string;
  full_page_writes: string;
  synchronous_standby_names: string;
  is_standby: number;
  encrypted: number | null;
  max_connections: number;
  /** Milliseconds UTC. */
  now_ms: number;
}

export const selectServerState = (): Sql => sql`
  SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync,
    current_setting('full_page_writes') AS full_page_writes,
    current_setting('synchronous_standby_names') AS synchronous_standby_names,
    pg_is_in_recovery() AS is_standby,
    (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()) AS encrypted,
    current_setting('max_connections')::integer AS max_connections,
    FLOOR(EXTRACT(EPOCH FROM clock_timestamp()) * 1000) AS now_ms`;
