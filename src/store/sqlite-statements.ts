import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Transaction } from './database.ts';
import type { Sql } from './sql.ts';

/** More texts than the program has, but for lists that callers sort and filter as they like. */
const MAX_PREPARED = 500;

interface Prepared {
  statement: StatementSync;
  writes: boolean;
  toRow(values: unknown): unknown;
}

/** The ways to run a statement, each prepared once per text. `onWrite` hears of all that may change something. */
export function statements(connection: DatabaseSync, onWrite = () => {}): Omit<Transaction, 'auditChain'> {
  const known = new Map<string, Prepared>();
  const prepare = ({ text }: Sql): Prepared => {
    let prepared = known.get(text);
    if (!prepared) {
      const statement = connection.prepare(text);
      statement.setReturnArrays(true);
      prepared = { statement, writes: !/^\s*SELECT\b/.test(text), toRow: rowMaker(statement) };
      const [oldest] = known.size < MAX_PREPARED ? [] : known.keys();
      if (oldest !== undefined) known.delete(oldest);
      known.set(text, prepared);
    }
    if (prepared.writes) onWrite();
    return prepared;
  };
  const get = async <Row>(query: Sql) => {
    const { statement, toRow } = prepare(query);
    const values = statement.get(...query.values);
    return values && (toRow(values) as Row);
  };
  return {
    async all<Row>(query: Sql) {
      const { statement, toRow } = prepare(query);
      return statement.all(...query.values).map(toRow) as Row[];
    },
    get,
    // There is one writer, so nobody else can.
    hold: get,
    run: async (query) => Number(prepare(query).statement.run(...query.values).changes),
    // What shares a commit here is apart all the same.
    alone() {},
    together: false,
  };
}

/** Makes plain objects of rows: those that the engine would make are slow, both to make and to read. */
function rowMaker(statement: StatementSync): (values: unknown) => unknown {
  const readShape = () => {
    const names = statement.columns().map(({ name }) => name);
    return { names, empty: Object.fromEntries(names.map((name) => [name, null])) };
  };
  let shape = readShape();
  return (values) => {
    const cells = values as unknown[];
    // Another process may have changed a table that `SELECT *` reads.
    if (cells.length !== shape.names.length) shape = readShape();
    const { names, empty } = shape;
    // What has all its properties from the start takes a third of the memory of what grows.
    const row: Record<string, unknown> = { ...empty };
    for (let index = 0; index < names.length; index++) row[names[index] as string] = cells[index];
    return row;
  };
}
