import { type Html, html } from '../web/html.ts';
import type { Locale } from '../web/locale.ts';
import type { Messages } from '../web/messages.en.ts';

export const count = (locale: Locale, number: number): string => new Intl.NumberFormat(locale).format(number);

/** An address with what was asked, but for what is empty. */
export function addressOf(path: string, asked: Record<string, string | number | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) {
    if (value !== undefined && value !== '') query.set(name, String(value));
  }
  return query.size ? `${path}?${query}` : path;
}

/** The way to the neighbours of a part of a list. */
export const pagingView = (
  {
    previous,
    next,
    first,
    last,
  }: Partial<Record<'previous' | 'next' | 'first' | 'last', string | undefined>>,
  { paging }: Messages,
): Html | undefined =>
  previous === undefined && next === undefined
    ? undefined
    : html`<nav class="paging" aria-label="${paging.pages}">
${first !== undefined && html`<a class="button quiet" href="${first}">${paging.first}</a>`}
${previous !== undefined && html`<a class="button quiet" href="${previous}" rel="prev">${paging.previous}</a>`}
${next !== undefined && html`<a class="button quiet" href="${next}" rel="next">${paging.next}</a>`}
${last !== undefined && html`<a class="button quiet" href="${last}">${paging.last}</a>`}
</nav>`;
