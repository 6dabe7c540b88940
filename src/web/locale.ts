import { createRequire } from 'node:module';
import type { Messages } from './messages.en.ts';

export type Locale = 'en' | 'es';

const require = createRequire(import.meta.url);

/** A catalogue is loaded with the first page or mail in its language. `import` would have every page wait for it. */
const catalogues = {
  en: () => (require('./messages.en.ts') as typeof import('./messages.en.ts')).en,
  es: () => (require('./messages.es.ts') as typeof import('./messages.es.ts')).es,
};
const loaded: Partial<Record<Locale, Messages>> = {};

export function messagesIn(locale: Locale): Messages {
  loaded[locale] ??= catalogues[locale]();
  return loaded[locale];
}
export const otherLocale = (locale: Locale): Locale => (locale === 'en' ? 'es' : 'en');

/** The language that a tag such as `es-MX` asks for; undefined: none that there is. */
export function localeOf(tag: string | null | undefined): Locale | undefined {
  const language = tag?.trim().toLowerCase().split(/[-_]/)[0] ?? '';
  return language === 'en' || language === 'es' ? language : undefined;
}

/**
 * The language of a page: the first choice that there is, then the browser's (RFC 9110 section 12.5.4), then
 * English.
 *
 * @param choices Language tags, the strongest first: of the link, of the cookie, of the user.
 */
export function chooseLocale(
  choices: (string | null | undefined)[],
  acceptLanguage: string | undefined,
): Locale {
  for (const choice of choices) {
    const locale = localeOf(choice);
    if (locale) return locale;
  }
  const accepted = (acceptLanguage ?? '')
    .slice(0, 500)
    .split(',')
    .map((range, index) => {
      const [tag = '', quality] = range.split(/;\s*q=/);
      return { locale: localeOf(tag), weight: Number(quality ?? 1), index };
    })
    .filter(({ locale, weight }) => locale && weight > 0)
    .sort((a, b) => b.weight - a.weight || a.index - b.index);
  return accepted[0]?.locale ?? 'en';
}
