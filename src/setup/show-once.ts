import { closeSync, fstatSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { MadeUp } from './first-start.ts';

/**
 * Shows what the first start made up, once. It goes to the person at the terminal (or the program at the
 * other end of a pipe), and never into a file that standard output or the journal is kept in: then it is
 * left in a file of its own, for the owner alone.
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
  const text = `\nThe administrator was created. This is shown once: keep it.\n\n${lines.join('\n')}\n\n`;
  if (!isKept(environment)) {
    process.stdout.write(text);
    return;
  }
  const path = join(dataFolder, 'first-start.txt');
  const file = openSync(path, 'wx', 0o600);
  writeSync(file, text);
  closeSync(file);
  process.stdout.write(`The administrator was created. Read ${path}, keep what it says, and delete it.\n`);
}

/** Whether what is printed ends up in a file or in the system's journal. */
const isKept = ({ JOURNAL_STREAM }: Record<string, string | undefined>): boolean =>
  fstatSync(1).isFile() || JOURNAL_STREAM !== undefined;
