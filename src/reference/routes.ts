import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { notFound } from '../core/app-error.ts';
import type { Operation } from '../http/operation.ts';
import type { OriginOf } from '../http/origin.ts';
import { localeOfRequest, type Page, sendPage } from '../web/page.ts';
import { type Reference, readReference, type Specification } from './entry.ts';
import { errorPage } from './error-page.ts';
import { indexPage } from './index-page.ts';
import { type Language, languageOf } from './language.ts';
import { operationPage } from './operation-page.ts';

type PageOf = (reference: Reference, language: Language, request: FastifyRequest) => Page | undefined;

/** Serves the API reference, made from the list of operations and the specification. */
export function serveReference(
  app: FastifyInstance,
  operations: readonly Operation[],
  originOf: OriginOf,
): void {
  let reference: Reference | undefined;
  const show = (pageOf: PageOf) => async (request: FastifyRequest, reply: FastifyReply) => {
    reference ??= readReference(operations, (await app.specification()) as Specification);
    const locale = localeOfRequest(request);
    const page = pageOf(reference, languageOf(locale), request);
    if (!page) throw notFound();
    return sendPage(reply, locale, page);
  };

  app.get(
    '/docs',
    show((reference, language, request) => {
      const { q } = request.query as { q?: unknown };
      return indexPage(reference, language, originOf(request), typeof q === 'string' ? q.slice(0, 200) : '');
    }),
  );
  app.get(
    '/docs/operations/:id',
    show((reference, language, request) => {
      const entry = reference.byId.get((request.params as { id: string }).id);
      return entry && operationPage(entry, reference, language, originOf(request));
    }),
  );
  // Where every error's `documentation_url` leads.
  for (const url of ['/docs/errors/4.0/:status', '/docs/errors/4.0/:status/*']) {
    app.get(
      url,
      show((reference, language, request) => {
        const { status, '*': rest } = request.params as { status: string; '*'?: string };
        return errorPage({ status: Number(status), route: rest?.replace('/', ' /') }, reference, language);
      }),
    );
  }
}
