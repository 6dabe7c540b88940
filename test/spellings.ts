const BLANKS = ' \t\n\r\v\f\0\u00a0\u200b\u200e\u2003\u2028\u202e\u3000\ufeff';

/** Zeros of other scripts and kinds: Arabic, Persian, Devanagari, full-width, mathematical, subscript. */
const ZEROS = [0x660, 0x6f0, 0x966, 0xff10, 0x1d7ce, 0x1d7d8, 0x2080];

/** Other ways to write a code of digits: most of them some language reads as the same number, or the same text. */
export const spellingsOf = (code: string): string[] => [
  ...[...BLANKS].flatMap((blank) => [
    `${blank}${code}`,
    `${code}${blank}`,
    `${code.slice(0, 3)}${blank}${code.slice(3)}`,
    `${blank}${code.slice(1)}`,
    `${code.slice(0, -1)}${blank}`,
  ]),
  ...ZEROS.map((zero) => code.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)))),
  ...['+', '-', '0', '.', '_', "'", '%20', '0x', '0o', 'U+'].map((sign) => `${sign}${code}`),
  ...["'", '.', '.0', 'e0', 'n', ',0', '/', ':', '\0', '²', '\ud835'].map((sign) => `${code}${sign}`),
  ...['+', '-'].map((sign) => `${sign}${code.slice(1)}`),
  ...['n', "'", '/', ':', '²', '\ud835'].map((sign) => `${code.slice(0, -1)}${sign}`),
  ...['.', '_', '-', ','].map((sign) => `${code.slice(0, 1)}${sign}${code.slice(2)}`),
  code.slice(0, -1),
  `${code.slice(0, 4)}\uff15${code.slice(5)}`,
];
