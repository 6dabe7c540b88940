import { parseOtpauthUri } from '../core/otpauth.ts';
import { type ImportFormat, linesOf, readRow } from './format.ts';

/** Key URIs, one a line. */
export const otpauthText: ImportFormat = {
  name: 'otpauth URIs',
  recognizes: ({ text }) => /^\s*otpauth:\/\//.test(text),
  read: ({ text }) => linesOf(text).map(({ at, line }) => readRow(at, () => parseOtpauthUri(line))),
};
