/** So many ids are named in one record. */
const NAMED = 50;

/**
 * Names things for the detail of a record: `groups 3, 7`. Of very many the first, and how many more there are.
 *
 * @param what One word, in the plural.
 */
export function nameIds(what: string, ids: readonly number[]): string {
  const more = ids.length - NAMED;
  return `${what} ${ids.slice(0, NAMED).join(', ') || 'none'}${more > 0 ? ` and ${more} more` : ''}`;
}
