import { type Html, html } from '../web/html.ts';

/** Names side by side, which may lead somewhere; what to say where there are none. */
export const tagsView = (things: { name: string; url?: string }[], none: string): Html =>
  things.length > 0
    ? html`<ul class="tags">${things.map(({ name, url }) => html`<li>${url === undefined ? name : html`<a href="${url}">${name}</a>`}</li>`)}</ul>`
    : html`<span class="muted">${none}</span>`;
