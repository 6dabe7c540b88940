import { type Html, html, type Part } from './html.ts';

/** What is known of something, each with what it is. */
export const facts = (rows: readonly (readonly [string, Part])[]): Html =>
  html`<dl class="facts">${rows.map(([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>`)}</dl>`;
