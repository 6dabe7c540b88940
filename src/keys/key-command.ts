import { execFile } from 'node:child_process';
import { StartError } from '../core/start-error.ts';

/** How long the command may take, in milliseconds. */
const WITHIN_MS = 30_000;

const MAX_OUTPUT_BYTES = 64 * 1024;

/**
 * Runs the command that prints the master key. There is no shell: the words are split at spaces, and quotes,
 * variables and wildcards mean nothing. Neither what it prints nor what it complains of is ever repeated.
 *
 * @throws StartError when it cannot be run, fails, or takes too long.
 */
export function runKeyCommand(command: string): Promise<string> {
  const [program = '', ...words] = command.trim().split(/\s+/);
  const options = { timeout: WITHIN_MS, killSignal: 'SIGKILL', maxBuffer: MAX_OUTPUT_BYTES } as const;
  return new Promise((resolve, reject) => {
    const child = execFile(program, words, options, (error, stdout) => {
      if (!error) return resolve(stdout);
      const why = whatHappened(error);
      reject(new StartError(`The COUNTERSIGN_MASTER_KEY_COMMAND ${why}: run it by hand to see why.`));
    });
    child.stdin?.end();
  });
}

interface Failure {
  code?: unknown;
  killed?: boolean;
  signal?: unknown;
}

function whatHappened({ code, killed, signal }: Failure): string {
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return `printed more than ${MAX_OUTPUT_BYTES / 1024} KiB`;
  if (killed) return `did not end within ${WITHIN_MS / 1_000} s`;
  if (typeof code === 'number') return `failed with exit code ${code}`;
  return signal ? `was ended by ${signal}` : `cannot be run (${code})`;
}
