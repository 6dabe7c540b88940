import type { Locale } from './locale.ts';

/** A day as a person writes it. */
export const longDate = (locale: Locale, ms: number): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(ms);
