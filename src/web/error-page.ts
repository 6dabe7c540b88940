import type { FastifyReply } from 'fastify';
import { html } from './html.ts';
import { type Locale, messagesIn } from './locale.ts';
import { localeOfRequest, type Page, sendPage } from './page.ts';

/** What a person reads in place of the page they asked for. It says nothing of the inside. */
export function errorPage(locale: Locale, status: number, requestId: string): Page {
  const { error } = messagesIn(locale);
  const [title, text] =
    status === 404
      ? [error.notFound, error.notFoundText]
      : status === 503
        ? [error.later, error.laterText]
        : status >= 500
          ? [error.failed, error.failedText(requestId)]
          : [error.refused, error.refusedText];
  return {
    title,
    body: html`<section class="panel"><h1>${title}</h1><p>${text}</p>
<p class="actions"><a class="button" href="/">${error.home}</a></p></section>`,
  };
}

/** Answers with that page, in the language of the request. */
export function sendErrorPage(reply: FastifyReply, status: number): FastifyReply {
  const locale = localeOfRequest(reply.request);
  return sendPage(reply, locale, errorPage(locale, status, reply.request.id), status);
}
