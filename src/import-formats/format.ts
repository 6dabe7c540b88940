import type { OtpParameters } from '../core/otp.ts';

/** A key of one person, as another program handed it over. */
export interface ImportedKey {
  /** Whose it is: an e-mail address. */
  account: string;
  /** Raw bytes. */
  seed: Buffer;
  parameters: OtpParameters;
}

/** A key, or why there is none. Neither says anything of a secret. */
export interface ImportedRow {
  /** Where it stands: `line 3`, `line 1, key 2`. */
  at: string;
  key: ImportedKey | { fault: string };
}

export interface ImportFormat {
  name: string;
  /** Whether a file seems to be of this format. */
  recognizes(text: string): boolean;
  read(text: string): ImportedRow[];
}

/** Reads one key. What it throws becomes the row's fault. */
export function readRow(at: string, read: () => ImportedKey): ImportedRow {
  try {
    return { at, key: read() };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { at, key: { fault: error.message } };
  }
}

/** The lines that are not empty, each with where it stands. */
export const linesOf = (text: string): { at: string; line: string }[] =>
  text
    .split(/\r?\n/)
    .map((line, index) => ({ at: `line ${index + 1}`, line: line.trim() }))
    .filter(({ line }) => line !== '');
