import type { Page } from '../core/page.ts';
import { tryParseId } from './id.ts';
import type { Input } from './operation.ts';
import { Type } from './type.ts';

const whole = (description: string) =>
  Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, format: 'int64', description }));

export const limitQuery = {
  limit: whole('Number of results to return. Takes precedence over `page` and `per_page`.'),
  offset: whole('Number of results to skip. Used with `limit`.'),
};

export const pageQuery = {
  page: whole('Page to return, the first being 1. Used with `per_page`.'),
  per_page: whole('Number of results in a page.'),
};

interface PageQuery {
  limit?: number;
  offset?: number;
  page?: number;
  per_page?: number;
}

/**
 * Which part of a list is asked for.
 *
 * @param query With whatever of `limitQuery` and `pageQuery` the operation takes.
 */
export function pageOf(query: object): Page {
  const { limit, offset, page, per_page } = query as PageQuery;
  if (limit === undefined && offset === undefined && per_page !== undefined) {
    const offset = (Math.max(page ?? 1, 1) - 1) * per_page;
    return { limit: per_page, offset: Math.min(offset, Number.MAX_SAFE_INTEGER) };
  }
  return { limit, offset: offset ?? 0 };
}

/** Nobody turns so many pages. */
const LAST_PAGE = 1_000_000;

/** Which page of a list somebody looks at, the first being 1: what says nothing of that is the first, too. */
export const pageNumberIn = (query: unknown): number =>
  Math.min(tryParseId((query as { page?: unknown }).page) ?? 1, LAST_PAGE);

/**
 * Says where the neighbouring pages are (RFC 8288), for a list of which a part was asked for.
 *
 * @param found How many items this page has and, where it is known, how many there are in all.
 */
export function setPageHeaders(
  { request, origin, setHeader }: Pick<Input<string, unknown, unknown>, 'request' | 'origin' | 'setHeader'>,
  { limit, offset }: Page,
  { count, total }: { count: number; total: number | undefined },
): void {
  if (limit === undefined) return;
  if (total !== undefined) setHeader('x-total-count', total);
  if (limit === 0) return;
  const asked = new URL(request.url, origin);
  const link = (rel: string, at: number) => {
    const url = new URL(asked);
    url.searchParams.delete('page');
    url.searchParams.delete('per_page');
    url.searchParams.set('limit', String(limit));
    url.searchParams.set('offset', String(at));
    // Clients split the header at every comma.
    return `<${url.href.replaceAll(',', '%2C')}>; rel="${rel}"`;
  };
  const links = [link('first', 0)];
  if (total !== undefined) links.push(link('last', Math.max(Math.ceil(total / limit) - 1, 0) * limit));
  const more = total === undefined ? count === limit : offset + limit < total;
  if (more) links.push(link('next', offset + limit));
  if (offset > 0) links.push(link('prev', Math.max(offset - limit, 0)));
  setHeader('link', links.join(','));
}
