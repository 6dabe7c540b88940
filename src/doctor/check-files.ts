import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, good, warning, wrong } from './finding.ts';

/** What only the owner may open. */
const PRIVATE = /^(?:countersign\.|first-start\.txt$)/;

/** Looks at who can read the data folder and what is left lying in it. */
export function checkFiles(dataFolder: string): Finding[] {
  const names = readdirSync(dataFolder).filter((name) => PRIVATE.test(name));
  const paths = [dataFolder, ...names.map((name) => join(dataFolder, name))];
  const open = paths.filter((path) => (statSync(path).mode & 0o077) !== 0);
  // A folder that nobody else can enter keeps what is in it, too; the key file is refused all the same.
  const folderIsClosed = !open.includes(dataFolder);
  const findings: Finding[] = [
    open.length === 0
      ? good('files', 'Only their owner can open the data folder and the files in it.')
      : (folderIsClosed ? warning : wrong)(
          'files',
          `Others than the owner may open ${open.join(', ')}.`,
          `chmod go= ${open.join(' ')}`,
        ),
  ];
  const mine = process.getuid?.();
  const foreign = paths.filter((path) => mine !== undefined && mine !== 0 && statSync(path).uid !== mine);
  if (foreign.length) {
    findings.push(
      wrong(
        'owner',
        `Another account owns ${foreign.join(', ')}.`,
        'Give them to the account that the server runs as, and run this command as that account.',
      ),
    );
  }
  const firstStart = join(dataFolder, 'first-start.txt');
  if (existsSync(firstStart)) {
    findings.push(
      warning(
        'first start',
        `${firstStart} still has the first administrator's secrets.`,
        'Read it, keep what it says, and delete it.',
      ),
    );
  }
  return findings;
}
