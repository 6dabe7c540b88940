import { AppError } from '../core/app-error.ts';
import { list, type Sql, sql } from '../store/sql.ts';
import { Type } from './type.ts';

export const sortsQuery = {
  sorts: Type.Optional(Type.String({ description: 'Fields to sort by, each with asc or desc' })),
};

/**
 * Turns `sorts` (`last_name desc, id`) into an ORDER BY list that ends with the id, so that pages never overlap.
 *
 * @param columns What a list can be sorted by.
 * @throws AppError `bad_request` naming the field that is not one of them.
 */
export function orderBy(sorts: string | undefined, columns: Record<string, Sql>, id: Sql): Sql {
  // A field named again decides nothing that it has not decided before.
  const terms = new Map<string, Sql>();
  for (const term of (sorts ?? '').split(',').map((text) => text.trim())) {
    if (term === '') continue;
    const [name = '', direction = 'asc', ...more] = term.toLowerCase().split(/\s+/);
    const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
    if (!column || more.length || !['asc', 'desc'].includes(direction)) {
      throw new AppError(
        'bad_request',
        `Bad request: cannot sort by '${term}'. Sort by ${Object.keys(columns).join(', ')}, each with asc or desc.`,
      );
    }
    if (terms.has(name)) continue;
    terms.set(name, direction === 'desc' ? sql`${column} DESC NULLS LAST` : sql`${column} ASC NULLS FIRST`);
  }
  return list([...terms.values(), id]);
}
