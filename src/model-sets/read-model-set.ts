import { AppError, notFound } from '../core/app-error.ts';
import type { Page } from '../core/page.ts';
import type { Reader } from '../store/database.ts';
import type { Sql } from '../store/sql.ts';
import { countModelSets, listModelSets, type ModelSetRow, selectModelSet } from './queries.ts';

/** @throws AppError `not_found`. */
export async function readModelSet(reader: Reader, id: number): Promise<ModelSetRow> {
  const row = await reader.get<ModelSetRow>(selectModelSet(id));
  if (!row) throw notFound();
  return row;
}

/** Model sets for which a condition holds, as a list to answer with. */
export const modelSetsThat = (where: Sql, order: Sql) => ({
  count: countModelSets(where),
  select: (page: Page): Sql => listModelSets(where, order, page),
});

/** @throws AppError `not_found`; `not_modifiable` for the one that is built in. */
export async function readToChange(reader: Reader, id: number): Promise<ModelSetRow> {
  const row = await readModelSet(reader, id);
  if (row.built_in) {
    throw new AppError('not_modifiable', `The model set '${row.name}' is built in and cannot be changed.`);
  }
  return row;
}
