import { html } from '../web/html.ts';
import type { Page } from '../web/page.ts';
import { aboutOf } from './about.ts';
import type { Entry, Reference } from './entry.ts';
import { type Language, prose } from './language.ts';
import { breakable, errorUrl, methodBadge, operationUrl, trail } from './operation-page.ts';

/** What happened to, in an error's `documentation_url`. */
export interface Happened {
  status: number;
  /** `get /users/:user_id`; undefined: anything. */
  route: string | undefined;
}

/**
 * What an error means, why it happens and what to do, for the operation it happened to.
 *
 * @returns undefined for a status that this server does not answer.
 */
export function errorPage(
  { status, route }: Happened,
  reference: Reference,
  language: Language,
): Page | undefined {
  const entry = route === undefined ? undefined : reference.byRoute.get(route.replace(/:(\w+)/g, '{$1}'));
  const { words, explanations, say } = language;
  const explained = explanations[status]?.(aboutOf(entry, reference));
  if (!explained) return undefined;
  const meaning = entry?.operation.meanings?.[status];
  return {
    title: `${status} ${explained.title}`,
    width: 'wide',
    styles: ['reference.css'],
    body: html`${trail(language, entry)}
<h1>${status} ${explained.title}</h1>
${entry ? operationView(entry, language) : html`<p class="muted">${route && status === 404 ? words.error.unknownOperation : words.error.anyOperation}</p>`}
<div class="columns">
<div>
<p class="lead">${prose(explained.means)}</p>
${meaning !== undefined && html`<p class="note"><strong>${words.error.here}:</strong> ${prose(say(meaning))}</p>`}
<h2>${words.error.causes}</h2>
<ul>${explained.causes.map((cause) => html`<li>${prose(cause)}</li>`)}</ul>
<h2>${words.error.remedies}</h2>
<ul>${explained.remedies.map((remedy) => html`<li>${prose(remedy)}</li>`)}</ul>
</div>
${entry && othersView(status, entry, reference, language)}
</div>`,
  };
}

function operationView(entry: Entry, { words, say }: Language) {
  return html`<p class="route">${words.error.operation} <a href="${operationUrl(entry)}">${say(entry.summary)}</a><br>${methodBadge(entry.method)} <code>${breakable(entry.path)}</code></p>`;
}

function othersView(status: number, entry: Entry, reference: Reference, { words, explanations }: Language) {
  const about = aboutOf(entry, reference);
  const others = entry.statuses.filter((other) => other !== status);
  return html`<nav class="aside" aria-labelledby="others"><h2 id="others">${words.error.others}</h2>
<ul>${others.map((other) => html`<li><a href="${errorUrl(other, entry)}">${other} ${explanations[other]?.(about).title}</a></li>`)}</ul></nav>`;
}
