import type { TestServer } from '../harness.ts';

/**
 * Makes users, and returns their ids.
 *
 * @param names Each as in `Ada Lovelace`.
 */
export async function make(server: TestServer, ...names: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const name of names) {
    const [first_name, last_name] = name.split(' ');
    ids.push((await server.admin.post('/users', { first_name, last_name })).body.id);
  }
  return ids;
}
