import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { notFound } from '../core/app-error.ts';
import type { Operation } from '../http/operation.ts';
import type { OriginOf } from '../http/origin.ts';
import { localeOfRequest, sendPage } from '../web/page.ts';
import type { ReferencePages } from './reference-pages.ts';

/** Serves the API reference, made from the list of operations and the specification. */
export function serveReference(
  app: FastifyInstance,
  operations: readonly Operation[],
  originOf: OriginOf,
): void {
  let pages: Promise<ReferencePages> | undefined;
  const show = (name: keyof ReferencePages) => async (request: FastifyRequest, reply: FastifyReply) => {
    // What failed is tried anew with the next request.
    pages ??= makePages().catch((error: unknown) => {
      pages = undefined;
      throw error;
    });
    const locale = localeOfRequest(request);
    const page = (await pages)[name](request, locale);
    if (!page) throw notFound();
    return sendPage(reply, locale, page);
  };

  app.get('/docs', show('index'));
  app.get('/docs/operations/:id', show('operation'));
  // Where every error's `documentation_url` leads.
  for (const url of ['/docs/errors/4.0/:status', '/docs/errors/4.0/:status/*']) app.get(url, show('error'));

  /** Loaded when somebody first reads it: with its texts in both languages it is a tenth of the program's files. */
  async function makePages(): Promise<ReferencePages> {
    const { referencePages } = await import('./reference-pages.ts');
    return referencePages(operations, await app.specification(), originOf);
  }
}
