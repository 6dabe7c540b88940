import { closeSync, fstatSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { MadeUp } from './first-start.ts';

/**
 * Shows what the first start makes up, once. It goes to the person at the terminal (or the program at the
 * other end of a pipe), and never to where standard output is kept or lost (a file, the journal,
 * /dev/null): then it is left in a file of its own, for the owner alone.
 *
 * @param environment Usually `process.env`.
 */
export function showOnce(
  made: MadeUp,
  dataFolder: string,
  environment: Record<string, string | undefined>,
): void {
  const lines = [
    made.email && `  e-mail         ${made.email}`,
    made.password && `  password       ${made.password.reveal()}`,
    made.clientId && `  client_id      ${made.clientId}`,
    made.clientSecret && `  client_secret  ${made.clientSecret.reveal()}`,
  ].filter(Boolean);
  const text = `\nThis is the administrator. It is shown once: keep it.\n\n${lines.join('\n')}\n\n`;
  if (someoneReads(environment)) {
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
function someoneReads({ JOURNAL_STREAM }: Record<string, string | undefined>): boolean {
  const output = fstatSync(1);
  if (JOURNAL_STREAM === `${output.dev}:${output.ino}`) return false;
  return process.stdout.isTTY || output.isFIFO() || output.isSocket();
}
