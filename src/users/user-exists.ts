import { notFound } from '../core/app-error.ts';
import type { Reader } from '../store/database.ts';
import { selectExists } from './queries.ts';

export async function userExists(reader: Reader, userId: number): Promise<boolean> {
  return (await reader.get(selectExists(userId))) !== undefined;
}

/** @throws AppError `not_found`. */
export async function requireUser(reader: Reader, userId: number): Promise<void> {
  if (!(await userExists(reader, userId))) throw notFound();
}
