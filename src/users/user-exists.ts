import { notFound } from '../core/app-error.ts';
import type { Reader } from '../store/database.ts';
import { sql } from '../store/sql.ts';

export async function userExists(reader: Reader, userId: number): Promise<boolean> {
  return (await reader.get(sql`SELECT 1 FROM users WHERE id = ${userId}`)) !== undefined;
}

/** @throws AppError `not_found`. */
export async function requireUser(reader: Reader, userId: number): Promise<void> {
  if (!(await userExists(reader, userId))) throw notFound();
}
