import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, globSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { CLIENT_ID, CLIENT_SECRET, scratchFolder, spawnServer } from './harness.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

test('docs/settings.md has every setting there is, and no other', () => {
  const config = read('src/config.ts') + read('src/core/backup-settings.ts');
  const settings = new Set(config.match(/\b(?:COUNTERSIGN_[A-Z0-9_]+|DATABASE_URL)\b/g));
  for (const [, name] of config.matchAll(/\bsecret\(\s*'(\w+)'/g)) settings.add(`${name}_FILE`);
  const rows = new Set(
    [...read('docs/settings.md').matchAll(/^\| `(COUNTERSIGN_\w+|DATABASE_URL\w*)`/gm)].map(
      ([, name]) => name,
    ),
  );
  assert.deepEqual([...rows].sort(), [...settings].sort());
});

test('every file that a page names is there', () => {
  const missing = globSync(['README.md', 'CHANGELOG.md', 'docs/**/*.md'], { cwd: root }).flatMap((page) => {
    const text = read(page);
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, to = '']) =>
      join(dirname(page), to),
    );
    const names = [...text.matchAll(/`([\w.-]+\/[\w./-]+\.(?:ts|md))`/g)].map(([, name = '']) => name);
    const places = [...links, ...names].filter(
      (name) => !['', 'src'].some((folder) => existsSync(join(root, folder, name))),
    );
    return places.map((name) => `${page} names ${name}`);
  });
  assert.deepEqual(missing, []);
});

test('.ci/run tests the way the README says', () => {
  const command = read('.ci/run').trimEnd().split('\n').at(-1);
  assert.ok(read('README.md').includes(`$ ${command}\n`), `the README does not say ${command}`);
});

test('the tour of the README does what it shows', async (t) => {
  const tour =
    read('README.md')
      .split('\n## ')
      .find((section) => section.startsWith('Five minutes\n')) ?? '';
  const steps = [...tour.matchAll(/```sh\n(.*?)```(?:\n\n```text\n(.*?)```)?/gs)].map(
    ([, commands = '', shown = '']) => ({ commands, shown }),
  );
  assert.ok(steps.length > 5, 'the tour has steps');

  const folder = scratchFolder(t);
  const server = await spawnServer(t, join(folder, 'data'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const mark = '--- end of step';
  const script = steps.map(({ commands }) => `${commands}\necho '${mark}'\n`).join('');
  const { stdout } = await promisify(execFile)('sh', ['-euc', script], {
    cwd: folder,
    env: {
      PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
      origin: server.origin,
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
    },
    timeout: 60_000,
  });
  const printed = stdout.split(`${mark}\n`).map(withoutWhatChanges);
  assert.deepEqual(
    printed.slice(0, -1),
    steps.map(({ shown }) => withoutWhatChanges(shown)),
  );
});

/** What differs from one run to the next: the port, times, seeds and codes. */
const withoutWhatChanges = (text: string): string =>
  text
    .replace(/127\.0\.0\.1:\d+/g, 'HOST')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+/g, 'TIME')
    .replace(/\b[A-Z2-7]{32}\b/g, 'SECRET')
    .replace(/\b[0-9A-Z]{5}(-[0-9A-Z]{5}){4}\b/g, 'RECOVERY-CODE');
