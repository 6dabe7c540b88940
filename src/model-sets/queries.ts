import type { Page } from '../core/page.ts';
import { list, type Sql, sql } from '../store/sql.ts';

export interface ModelSetRow {
  id: number;
  name: string;
  models: string;
  built_in: number;
}

/** What model sets can be searched and sorted by. The built-in one is the one with every model. */
export const columns = {
  id: sql`model_sets.id`,
  name: sql`model_sets.name_key`,
  built_in: sql`model_sets.built_in = 1`,
  all_access: sql`model_sets.built_in = 1`,
};

export const everyModelSet = sql`1 = 1`;

export const listModelSets = (where: Sql, order: Sql, { limit, offset }: Page): Sql => sql`
  SELECT id, name, models, built_in FROM model_sets
  WHERE ${where} ORDER BY ${order} LIMIT ${limit ?? Number.MAX_SAFE_INTEGER} OFFSET ${offset}`;

export const countModelSets = (where: Sql): Sql =>
  sql`SELECT COUNT(*) AS total FROM model_sets WHERE ${where}`;

export const selectModelSet = (id: number): Sql =>
  sql`SELECT id, name, models, built_in FROM model_sets WHERE id = ${id}`;

/** Answers nothing when the name is taken. */
export const insertModelSet = (name: string, nameKey: string, models: string): Sql => sql`
  INSERT INTO model_sets (name, name_key, models) VALUES (${name}, ${nameKey}, ${models})
  ON CONFLICT (name_key) DO NOTHING RETURNING id`;

export const findNamesake = (nameKey: string, exceptId: number): Sql =>
  sql`SELECT 1 FROM model_sets WHERE name_key = ${nameKey} AND id <> ${exceptId}`;

export interface Writable {
  name?: string;
  name_key?: string;
  models?: string;
}

const writable = {
  name: sql`name`,
  name_key: sql`name_key`,
  models: sql`models`,
} satisfies Record<keyof Writable, Sql>;

/** @param changes At least one. */
export const updateModelSet = (id: number, changes: Writable): Sql => {
  const assignments = (Object.entries(changes) as [keyof Writable, string][]).map(
    ([name, value]) => sql`${writable[name]} = ${value}`,
  );
  return sql`UPDATE model_sets SET ${list(assignments)} WHERE id = ${id}`;
};

export const findRoleWith = (modelSetId: number): Sql =>
  sql`SELECT name FROM roles WHERE model_set_id = ${modelSetId} ORDER BY id LIMIT 1`;

export const deleteModelSet = (id: number): Sql => sql`DELETE FROM model_sets WHERE id = ${id}`;
