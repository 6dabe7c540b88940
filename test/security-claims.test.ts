import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs/security.md'), 'utf8');

/** The names of the tests in a file, with their quotes undone. */
const testsIn = (path: string): string[] =>
  existsSync(join(root, path))
    ? [...readFileSync(join(root, path), 'utf8').matchAll(/\btest\(\s*(['"`])(.*?)\1,/g)].map(
        ([, , name = '']) => name,
      )
    : [];

/** The cells of the rows of the tables under a heading. */
function rowsUnder(heading: string): string[][] {
  const section = page.split('\n## ').find((text) => text.startsWith(`${heading}\n`)) ?? assert.fail(heading);
  const rows = section.split('\n').filter((line) => line.startsWith('| '));
  return rows.slice(2).map((row) =>
    row
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1),
  );
}

test('every test that docs/security.md names is there', () => {
  let named = 0;
  for (const heading of ['OWASP ASVS 5.0', 'NIST SP 800-63B-4']) {
    for (const [number, , , shown = ''] of rowsUnder(heading)) {
      for (const [, path = '', beginning = ''] of shown.matchAll(/`([^`]+\.test\.ts)`: ([^;]+)/g)) {
        named++;
        assert(
          testsIn(path).some((name) => name.startsWith(beginning.trim())),
          `${number}: ${path} has no test that begins with "${beginning}"`,
        );
      }
      assert(shown === '–' || shown.startsWith('`'), `${number} names a test, or says that there is none`);
    }
  }
  assert(named > 80, `${named} tests`);
});

test('a requirement without a test is one that is not met, or not ours to meet', () => {
  const without = [...rowsUnder('OWASP ASVS 5.0'), ...rowsUnder('NIST SP 800-63B-4')].filter(
    ([, , , shown]) => shown === '–',
  );
  for (const [number = '', , met = ''] of without) {
    assert.match(
      met,
      /^(no|not|partly|left to|the application|yes: (there are none|the system|\[audit))/,
      number,
    );
  }
});

test('every known failure has a test that bears each of its numbers', () => {
  const rows = rowsUnder('Known failures of others');
  assert(rows.length > 50);
  for (const [numbers = '', , , path = ''] of rows) {
    const names = testsIn(path.replaceAll('`', ''));
    for (const number of numbers.split(', ')) {
      assert(
        names.some((name) => name.includes(number)),
        `${path} has no test that bears ${number}`,
      );
    }
  }
});
