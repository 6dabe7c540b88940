import type { FastifyRequest } from 'fastify';
import type { Operation } from '../http/operation.ts';
import type { OriginOf } from '../http/origin.ts';
import type { OpenApi } from '../http/specification.ts';
import type { Locale } from '../web/locale.ts';
import type { Page } from '../web/page.ts';
import { readReference, type Specification } from './entry.ts';
import { errorPage } from './error-page.ts';
import { indexPage } from './index-page.ts';
import { languageOf } from './language.ts';
import { operationPage } from './operation-page.ts';

/** Makes the page that a request asks for; undefined: there is none. */
type PageOf = (request: FastifyRequest, locale: Locale) => Page | undefined;

export type ReferencePages = Record<'index' | 'operation' | 'error', PageOf>;

/** The pages of the API reference. */
export function referencePages(
  operations: readonly Operation[],
  specification: OpenApi,
  originOf: OriginOf,
): ReferencePages {
  const reference = readReference(operations, specification as Specification);
  return {
    index(request, locale) {
      const { q } = request.query as { q?: unknown };
      const search = typeof q === 'string' ? q.slice(0, 200) : '';
      return indexPage(reference, languageOf(locale), originOf(request), search);
    },
    operation(request, locale) {
      const entry = reference.byId.get((request.params as { id: string }).id);
      return entry && operationPage(entry, reference, languageOf(locale), originOf(request));
    },
    error({ params }, locale) {
      const { status, '*': rest } = params as { status: string; '*'?: string };
      const at = { status: Number(status), route: rest?.replace('/', ' /') };
      return errorPage(at, reference, languageOf(locale));
    },
  };
}
