import type { FieldFault } from '../core/app-error.ts';

interface ValueType {
  fits(value: string): boolean;
  /** Completes "must be …". */
  right: string;
}

const anything: ValueType = { fits: () => true, right: 'text' };
const matching = (pattern: RegExp, right: string): ValueType => ({
  fits: (value) => pattern.test(value),
  right,
});

/** What a value can be, by the name of the attribute's type. The expression of a filter is not ours to judge. */
const valueTypes = new Map<string, ValueType>([
  ['string', anything],
  ['number', matching(/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i, 'a number, such as 12.5')],
  ['datetime', { fits: isDatetime, right: 'a date, such as 2026-11-24, or a date and time' }],
  ['yesno', matching(/^(yes|no)$/, 'yes or no')],
  ['zipcode', matching(/^\d{5}(-\d{4})?$/, 'a zip code, such as 95060 or 95060-1234')],
  ['relative_url', matching(/^\/(?![/\\])\S*$/, 'a path on this server, such as /account')],
  ['advanced_filter_string', anything],
  ['advanced_filter_number', anything],
  ['advanced_filter_datetime', anything],
]);

export const isAttributeType = (name: string): boolean => valueTypes.has(name);
export const attributeTypes = (): string => [...valueTypes.keys()].join(', ');

const MAX_LENGTH = 10_000;
const otherThanLineBreaksAndTabs = /[^\P{Cc}\t\r\n]/u;

/**
 * What is wrong with a value, if anything. The message never repeats it: the value may be a secret.
 *
 * @param given As the client sent it, of any type.
 */
export function faultOfValue(field: string, type: string, given: unknown): FieldFault | undefined {
  const invalid = (why: string): FieldFault => ({
    field,
    code: 'invalid',
    message: `'${field}' must ${why}.`,
  });
  if (given === undefined || given === null) {
    return {
      field,
      code: 'missing_field',
      message: `'${field}' is required. To take a value away, delete it.`,
    };
  }
  if (typeof given !== 'string') return invalid('be of type string');
  if (given.length > MAX_LENGTH) return invalid(`have at most ${MAX_LENGTH} characters`);
  if (otherThanLineBreaksAndTabs.test(given)) return invalid('not have control characters');
  if (!given.isWellFormed()) return invalid('be valid Unicode');
  const { fits, right } = valueTypes.get(type) ?? anything;
  return fits(given) ? undefined : invalid(`be ${right}`);
}

function isDatetime(value: string): boolean {
  const [found, year, month, day, hour = 0, minute = 0, second = 0] =
    /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/.exec(
      value,
    ) ?? [];
  if (found === undefined) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const exists = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  return exists && Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
}
