import { AppError, notFound } from '../core/app-error.ts';
import type { Reader } from '../store/database.ts';
import { type AttributeRow, findAttribute as findRow } from './queries.ts';

/** @throws AppError `not_found`. */
export async function findAttribute(reader: Reader, attributeId: number): Promise<AttributeRow> {
  const row = await reader.get<AttributeRow>(findRow(attributeId));
  if (!row) throw notFound();
  return row;
}

/** @throws AppError `not_modifiable`. */
export function requireChangeable({ name, built_in }: AttributeRow): void {
  if (built_in) {
    throw new AppError(
      'not_modifiable',
      `The user attribute ${name} is built in: its value follows from the user.`,
    );
  }
}
