import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { pino } from 'pino';
import { readConfig } from '../src/config.ts';
import { openContext } from '../src/context.ts';
import { newAgeKey } from './age-keys.ts';
import { scratchFolder, spawnServer } from './harness.ts';
import { addEnrolled } from './many-credentials.ts';

/** So many that a rotation takes longer than it is silent. */
const MANY = 8_000;

const main = new URL('../bin/countersign.js', import.meta.url).pathname;

/** A command with a terminal (of util-linux) for standard input and error; what it prints goes to a file, or there too. */
function onTerminal(folder: string, data: string, words: string) {
  const command = `'${process.execPath}' '${main}' ${words}`;
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    cwd: folder,
    env: { PATH: process.env.PATH, COUNTERSIGN_DATA: data, TERM: 'xterm', SHELL: '/bin/sh' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
  });
  return once(child, 'close').then(([code]) => ({
    code,
    shown: stripVTControlCharacters(shown),
  }));
}

test('long work shows a bar on a terminal and leaves what it prints as it is elsewhere', async (t) => {
  const folder = scratchFolder(t);
  const data = join(folder, 'data');
  await (await spawnServer(t, data)).stop();
  const context = await openContext(readConfig({ COUNTERSIGN_DATA: data }), {
    log: pino({ level: 'silent' }),
  });
  await addEnrolled(context, MANY);
  await context.database.close();
  const server = await spawnServer(t, data);
  const { privateKey: identity, publicKey: recipient } = await newAgeKey();
  writeFileSync(join(folder, 'identity'), identity);
  const uris = Array.from(
    { length: 120 },
    (_, n) => `otpauth://totp/user${n}@example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\n`,
  );
  writeFileSync(join(folder, 'keys.txt'), uris.join(''));
  const shownBy = async (words: string, what: string) => {
    const { code, shown } = await onTerminal(folder, data, words);
    assert.equal(code, 0, `${words}: ${shown}`);
    assert.match(shown, new RegExp(`${what}  \\[[=-]{30}\\] \\d+ %`), words);
    return shown;
  };

  await shownBy('user import keys.txt > reports.txt', 'imported');
  const reports = readFileSync(join(folder, 'reports.txt'), 'utf8');
  assert.equal(reports.match(/^line \d+ {2}\S+ {2}imported \(new user\)$/gm)?.length, 120);
  const plain = await onTerminal(folder, data, 'user import keys.txt');
  assert.equal(plain.code, 0);
  assert.doesNotMatch(plain.shown, /\[[=-]+\]/, 'its reports are on the terminal');

  assert.match(
    await shownBy(`backup monday.age --recipient ${recipient}`, 'sealed'),
    /second factors\.\r?\n/,
  );
  await shownBy('restore monday.age --identity identity --drill', 'unpacked');
  await shownBy(`export keys.age --recipient ${recipient}`, 'exported');
  await shownBy('key rotate', 'sealed anew');

  // The same for a program: what it reads is there, and nothing else.
  const { stdout, stderr } = await new Promise<{ stdout: string; stderr: string }>((resolve, reject) => {
    const args = [main, 'export', 'more.age', '--recipient', recipient, '--json'];
    const env = { PATH: process.env.PATH, COUNTERSIGN_DATA: data };
    execFile(process.execPath, args, { cwd: folder, env }, (error, out, err) =>
      error ? reject(error) : resolve({ stdout: out, stderr: err }),
    );
  });
  assert.deepEqual([JSON.parse(stdout).keys, stderr], [MANY + 120, '']);
  assert.equal(await server.stop(), 0);
});
