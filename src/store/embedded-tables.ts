import { DatabaseSync } from 'node:sqlite';
import { inBatches } from './batches.ts';
import { openSqlite } from './sqlite.ts';
import { type Row, selectAll, type Table } from './tables.ts';

/**
 * What is not taken along: which migrations were done is known where they were done, and the segments of the audit log
 * are what the embedded database has instead of an index (see 0014_audit_targets.sql).
 */
const STAYS = new Set(['schema_migrations', 'audit_targets']);

/** An embedded database with all that is in it, in the one file. Nobody else may change it meanwhile. */
export interface EmbeddedTables {
  /** undefined: no server ever ran on it. */
  instanceId: string | undefined;
  /** Each after those that it refers to. */
  tables: readonly Table[];
  /** The highest id that each table ever gave, also of rows that are gone, where it gives none twice. */
  lastIds: ReadonlyMap<string, number>;
  /** All rows of a table by its primary key, so many at a time. */
  rows(table: Table, batchSize: number): Iterable<Row[]>;
  close(): void;
}

/**
 * Opens and migrates an embedded database to read all of it.
 *
 * @throws SchemaTooNew; Error when it cannot be opened.
 */
export async function openEmbeddedTables(path: string): Promise<EmbeddedTables> {
  await openSqlite(path).close();
  const connection = new DatabaseSync(path);
  const { busy } = connection.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
  if (busy) {
    connection.close();
    throw new Error('another program is reading it: wait until that has ended');
  }
  connection.exec('PRAGMA trusted_schema = OFF; PRAGMA query_only = ON');
  const instance = connection.prepare('SELECT instance_id FROM instance').get();
  return {
    instanceId: instance && String(instance.instance_id),
    tables: tablesOf(connection),
    lastIds: new Map(
      connection
        .prepare('SELECT name, seq FROM sqlite_sequence')
        .all()
        .map(({ name, seq }) => [String(name), Number(seq)]),
    ),
    rows: (table, batchSize) => rowsOf(connection, table, batchSize),
    close() {
      if (connection.isOpen) connection.close();
    },
  };
}

/** All rows of a table by its primary key, so many at a time. */
export function* rowsOf(connection: DatabaseSync, table: Table, batchSize: number): Generator<Row[]> {
  const statement = connection.prepare(selectAll(table));
  statement.setReturnArrays(true);
  yield* inBatches(statement.iterate() as Iterable<unknown> as Iterable<Row>, batchSize);
}

/** The tables with what is to be taken along, each after those that it refers to. */
export function tablesOf(connection: DatabaseSync): Table[] {
  const placed = new Map<string, Table>();
  const place = (name: string): void => {
    if (placed.has(name)) return;
    const parents = connection.prepare('SELECT "table" AS parent FROM pragma_foreign_key_list(?)').all(name);
    for (const { parent } of parents) if (parent !== name) place(String(parent));
    placed.set(name, describe(connection, name));
  };
  const names = connection
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .all();
  for (const { name } of names) if (!STAYS.has(String(name))) place(String(name));
  return [...placed.values()];
}

function describe(connection: DatabaseSync, name: string): Table {
  const columns = connection
    .prepare('SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid')
    .all(name) as { name: string; type: Table['columns'][number]['type']; pk: number }[];
  const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
  return {
    name,
    columns: columns.map((column) => ({ name: column.name, type: column.type })),
    key: key.map((column) => column.name),
  };
}
