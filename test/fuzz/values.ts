import fc from 'fast-check';

/** A place for a value that the server has given before, so that requests reach what exists. */
export interface Known {
  known: number;
  /** Under which name it was given; absent: under any. */
  as?: string;
}

export const isKnown = (value: unknown): value is Known =>
  typeof value === 'object' && value !== null && 'known' in value && typeof value.known === 'number';

export const known: fc.Arbitrary<Known> = fc.record({ known: fc.nat(10_000) });
export const knownAs = (name: string): fc.Arbitrary<Known> =>
  fc.record({ known: fc.nat(10_000), as: fc.constant(name) });

/** Text that has broken parsers, databases, templates and terminals. Each line is as likely as the others. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('', ' ', '\u0000', 'a\u0000b', '\n', '\r\n', '\t', '\u001b[31m', '\u007f', '\u0085'),
  fc.constantFrom('\ud800', 'a\udc00', '\u{1f600}', '\u{1f468}\u200d\u{1f469}', '\u202e\u2066txet', '\ufeff'),
  fc.constantFrom('\u0301', 'e\u0301', '\u00e9', '\ufb01', '\u0130', '\u00df', '\u03c2', '\u0661', '\uff11'),
  fc.constantFrom("'", '"', '`', '\\', "' OR 1=1 --", '"; DROP TABLE users', '[a]', '*', '?', '\u2028'),
  fc.constantFrom('%', '_', '%%', '\\%', '%\\', '\\', 'a%', '_%_', 'IS NULL', 'NOT NULL', 'is not null'),
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'),
  fc.constantFrom('null', 'undefined', 'NaN', 'true', 'false', '0', '-1', '01', '1.0', '1e3', '0x1'),
  fc.constantFrom('9007199254740991', '9007199254740992', '-Infinity', '1e400', '18446744073709551616'),
  fc.constantFrom(',', ',,', '1,2', '1,x,', '[1,"2"]', '(', 'a(b', 'a(b(c)),d', 'id desc,id', 'name,,'),
  fc.constantFrom(
    '<script>',
    '&amp;',
    '{{x}}',
    '$(x)',
    '../..',
    '..%2f',
    'file:///',
    'https://*.example.com/*',
  ),
  fc.constantFrom('a@b', 'a@b.c', 'A@EXAMPLE.COM', '2026-11-24', '2026-02-30', '2026-11-24T12:00:00Z'),
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom(254, 255, 256, 1_023, 4_096, 20_000).map((length) => 'x'.repeat(length)),
  fc.constantFrom(255, 256).map((length) => '\u{1f600}'.repeat(length)),
);

export const hostileNumber: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(
    ...[0, -0, 1, -1, 0.5, 6, 7, 100, 101, 43_200, 43_201, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308, 5e-324],
  ),
  fc.integer(),
);

/** Any JSON value, some of it large, some of it deep. */
export const hostileJson: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  hostileNumber,
  fc.constantFrom(null, true, false, [], {}, [[]], [null], [{}]),
  known,
  fc.array(fc.oneof(hostileText, hostileNumber, known, fc.constant(null)), { maxLength: 5 }),
  fc.dictionary(hostileText, fc.oneof(hostileText, hostileNumber), { maxKeys: 3, noNullPrototype: true }),
  fc.constantFrom(50, 300).map((depth) => JSON.parse('['.repeat(depth) + ']'.repeat(depth))),
  fc.constant(Array(2_000).fill('1')),
);
