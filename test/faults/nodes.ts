import { randomBytes } from 'node:crypto';
import type { TestContext } from 'node:test';
import { type ServerProcess, scratchFolder, spawnServer } from '../harness.ts';
import { type Postgres, startPostgres } from '../postgres.ts';

/** Where the files of a PostgreSQL server go. */
export const scratchOf = (t: TestContext): string => {
  const folder = scratchFolder(t);
  return folder.slice(0, folder.lastIndexOf('/'));
};

export interface Nodes {
  postgres: Postgres;
  /** A node more, with a data folder of its own. @param port Of a proxy before the database. */
  node(port?: number, settings?: Record<string, string>): Promise<ServerProcess>;
}

/**
 * Nodes that work on one database with one master key.
 *
 * @param postgres Absent: a server that ends with the test.
 */
export async function nodesOn(t: TestContext, postgres?: Postgres): Promise<Nodes> {
  const server = postgres ?? (await startPostgres(scratchOf(t)));
  if (!postgres) t.after(() => server.stop('SIGQUIT'));
  const database = await server.create();
  const masterKey = randomBytes(32).toString('base64');
  return {
    postgres: server,
    node: (port, settings) =>
      spawnServer(t, scratchFolder(t), {
        DATABASE_URL: server.url(database, port),
        COUNTERSIGN_MASTER_KEY: masterKey,
        ...settings,
      }),
  };
}
