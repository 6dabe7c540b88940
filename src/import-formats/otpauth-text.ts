import { parseOtpauthUri } from '../core/otpauth.ts';
import { type ImportFormat, linesOf, readRow } from './format.ts';

/** `authelia storage user totp export uri` ends with such a line, on the same output. */
const CLOSING = /^Successfully exported \d+ TOTP configurations/;

/** Key URIs, one a line. */
export const otpauthText: ImportFormat = {
  name: 'otpauth URIs',
  recognizes: ({ text }) => /^\s*otpauth:\/\//.test(text),
  read: ({ text }) =>
    linesOf(text)
      .filter(({ line }) => !CLOSING.test(line))
      .map(({ at, line }) => readRow(at, () => parseOtpauthUri(line))),
};
