import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Secret } from '../src/core/secret.ts';
import { formatOf, sourceFile } from '../src/import-formats/formats.ts';

export const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, 'fixtures/import', name), 'utf8');

/** What a file says, in the format that it is taken for, as short as possible: what is usual is left out. */
export async function keysIn(text: string, opening: { password?: string; key?: string } = {}) {
  const file = sourceFile(text);
  const format = formatOf(file);
  if (!format) throw new Error('no format');
  const rows = await format.read(file, {
    ...(opening.password !== undefined && { password: new Secret(opening.password) }),
    ...(opening.key !== undefined && { key: new Secret(opening.key) }),
  });
  return {
    format: format.name,
    keys: rows.map(({ at, key }) => {
      if ('fault' in key) return [`${at}:`, key.account, key.fault].filter(Boolean).join(' ');
      const { algorithm, digits, periodSeconds } = key.parameters;
      return `${at}: ${key.account} ${key.seed.toString('latin1')} ${algorithm} ${digits} ${periodSeconds}`;
    }),
  };
}
