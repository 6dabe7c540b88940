import { closeSync, fstatSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { MadeUp } from './first-start.ts';

/**
 * Shows what the first start makes up, once. It goes to the person at the terminal (or the program at the
 * other end of a pipe), and never to where standard output is kept or lost (a file, the journal,
 * /dev/null): then it is left in a file of its own, for the owner alone. The first process of a container has its
 * output kept, unless there is a terminal.
 *
 * @param started Usually `process`.
 */
export function showOnce(
  made: MadeUp,
  dataFolder: string,
  started: Pick<NodeJS.Process, 'env' | 'pid'>,
): void {
  const lines = [
    made.email && `  e-mail         ${made.email}`,
    made.password && `  password       ${made.password.reveal()}`,
    made.clientId && `  client_id      ${made.clientId}`,
    made.clientSecret && `  client_secret  ${made.clientSecret.reveal()}`,
  ].filter(Boolean);
  const text = `\nThis is the administrator. It is shown once: keep it.\n\n${lines.join('\n')}\n\n`;
  if (someoneReads(started)) {
    process.stdout.write(text);
    return;
  }
  const path = join(dataFolder, 'first-start.txt');
  // One that is there was left by a start that did not get to the end: it is void.
  rmSync(path, { force: true });
  const file = openSync(path, 'wx', 0o600);
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
  process.stdout.write(`The administrator is in ${path}: read it, keep what it says, and delete it.\n`);
}

/** systemd names the journal's stream in JOURNAL_STREAM, which programs started from others may inherit. */
function someoneReads({ env, pid }: Pick<NodeJS.Process, 'env' | 'pid'>): boolean {
  const output = fstatSync(1);
  if (env.JOURNAL_STREAM === `${output.dev}:${output.ino}`) return false;
  return process.stdout.isTTY || (pid !== 1 && (output.isFIFO() || output.isSocket()));
}
