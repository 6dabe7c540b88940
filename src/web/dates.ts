import { type Html, html } from './html.ts';
import type { Locale } from './locale.ts';

/** A day as a person writes it. */
export const longDate = (locale: Locale, ms: number): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(ms);

/** A moment, in UTC. The script `dates.js` puts it into the reader's own time. */
export const moment = (locale: Locale, ms: number): Html => {
  const text = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  return html`<time datetime="${new Date(ms).toISOString()}">${text.format(ms)}</time>`;
};
/** A day where there is little room. */
export const shortDate = (locale: Locale, ms: number): string =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(ms);
