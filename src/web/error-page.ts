import { html } from './html.ts';
import { type Locale, messagesIn } from './locale.ts';
import type { Page } from './page.ts';

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
  return { title, body: html`<section class="panel"><h1>${title}</h1><p>${text}</p></section>` };
}
