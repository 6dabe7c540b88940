import { notFound } from '../core/app-error.ts';
import { canonical } from '../core/canonical.ts';
import type { Reader } from '../store/database.ts';
import type { Sql } from '../store/sql.ts';
import { userWithApiKey, userWithEmail, userWithEmbedId } from './queries.ts';

/** How a user is found by what identifies each kind of credential. Of the other kinds nobody has one. */
const kinds: Record<string, (id: string) => Sql> = {
  api3: userWithApiKey,
  email: (email) => userWithEmail(canonical(email)),
  embed: userWithEmbedId,
};

/**
 * Whose credential it is.
 *
 * @param id E-mail address, `client_id`, or the id in the other application.
 * @throws AppError `not_found` when it is nobody's.
 */
export async function findByCredential(reader: Reader, kind: string, id: string): Promise<number> {
  const query = Object.hasOwn(kinds, kind) ? kinds[kind]?.(id) : undefined;
  const row = query && (await reader.get<{ user_id: number }>(query));
  if (!row) throw notFound();
  return row.user_id;
}
