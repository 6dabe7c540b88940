import { type Html, html } from '../web/html.ts';

/** What a form has just done, told on the page that it leads to. */
export const doneNote = (text: string | undefined): Html | undefined =>
  text === undefined ? undefined : html`<div class="note good" role="status"><p>${text}</p></div>`;

/** The text for `?done=…`, of those that there are. */
export function doneText(texts: Record<string, string>, query: unknown): string | undefined {
  const { done } = query as { done?: unknown };
  return typeof done === 'string' && Object.hasOwn(texts, done) ? texts[done] : undefined;
}
