import type { Config } from '../config.ts';
import { StartError } from '../core/start-error.ts';

/** @throws StartError when the database is on PostgreSQL, which has its own tools for backups. */
export function requireEmbedded({ databaseUrl }: Pick<Config, 'databaseUrl'>): void {
  if (!databaseUrl) return;
  throw new StartError(
    'DATABASE_URL is set, and this is for the embedded database: back PostgreSQL up with its own tools, and keep the master key. docs/postgresql.md has the commands.',
  );
}
