import type { Secret } from '../core/secret.ts';
import type { ImportedKey } from './imported-key.ts';

/** A key, or why there is none. Neither says anything of a secret. */
export interface ImportedRow {
  /** Where it stands: `line 3`, `line 1, key 2`, `user 7`. */
  at: string;
  key: ImportedKey | { fault: string; account?: string };
}

/** A file as it came. */
export interface SourceFile {
  text: string;
  /** What it says as JSON. undefined: it is none. */
  json: unknown;
}

/** What opens a file that is protected. */
export interface Opening {
  password?: Secret;
  key?: Secret;
}

/** Throws RangeError for what makes a file unreadable as a whole. */
export interface ImportFormat {
  name: string;
  /** Whether a file seems to be of this format. */
  recognizes(file: SourceFile): boolean;
  read(file: SourceFile, opening: Opening): ImportedRow[] | Promise<ImportedRow[]>;
}

/**
 * Reads one key. What it throws becomes the row's fault.
 *
 * @param account Whose it is, so that the fault can say so.
 */
export function readRow(at: string, read: () => ImportedKey, account?: unknown): ImportedRow {
  try {
    return { at, key: read() };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const whose = typeof account === 'string' && account !== '' ? { account } : {};
    return { at, key: { fault: error.message, ...whose } };
  }
}

/** The lines that are not empty, each with where it stands. */
export const linesOf = (text: string): { at: string; line: string }[] =>
  text
    .split(/\r?\n/)
    .map((line, index) => ({ at: `line ${index + 1}`, line: line.trim() }))
    .filter(({ line }) => line !== '');
