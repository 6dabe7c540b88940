import { html } from './html.ts';
import type { Page } from './page.ts';

/** A page that says one thing and, maybe, leads on. */
export const notePage = (title: string, text: string, link?: { url: string; text: string }): Page => ({
  title,
  body: html`<section class="panel"><h1>${title}</h1><p>${text}</p>
${link && html`<p class="actions"><a class="button" href="${link.url}">${link.text}</a></p>`}</section>`,
});
