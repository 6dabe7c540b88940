import { API_PREFIX } from '../http/origin.ts';
import { html } from '../web/html.ts';
import type { Page } from '../web/page.ts';
import { aboutOf } from './about.ts';
import type { Entry, Reference } from './entry.ts';
import { type Language, prose } from './language.ts';
import { breakable, errorUrl, methodBadge, operationUrl } from './operation-page.ts';

/**
 * All operations, by subject.
 *
 * @param filter Words that an operation must have to be shown; in any letter case.
 */
export function indexPage(reference: Reference, language: Language, origin: string, filter: string): Page {
  const { words, explanations } = language;
  const asked = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const isAsked = (entry: Entry) => asked.every((word) => searched(entry, language).includes(word));
  const count = reference.entries.filter(isAsked).length;
  const general = aboutOf(undefined, reference);
  return {
    title: words.title,
    width: 'wide',
    styles: ['reference.css'],
    scripts: ['filter.js'],
    body: html`<h1>${words.title}</h1>
<p class="lead">${words.lead}</p>
<div class="columns">
<div>
<h2 id="operations">${words.operations}</h2>
<form class="filter" role="search" action="/docs">
<label for="filter">${words.filter}</label>
<div><input id="filter" type="search" name="q" value="${filter}" aria-describedby="filter-hint" autocomplete="off" spellcheck="false">
<button class="quiet">${words.filterButton}</button></div>
<span class="hint" id="filter-hint">${words.filterHint}</span>
<p class="count" role="status" data-one="${words.found(1)}" data-many="${words.found(0)}" data-none="${words.nothing}">${
      count ? words.found(count) : words.nothing
    }</p>
</form>
${[...reference.tags].map(([tag, entries]) => {
  const shown = entries.filter(isAsked);
  return html`<section class="subject"${shown.length === 0 && html` hidden`}>
<h3 id="${tag}">${words.tags[tag] ?? tag}</h3>
<ul class="operations">${entries.map((entry) => rowView(entry, language, shown.includes(entry)))}</ul>
</section>`;
})}
</div>
<div class="aside">
<h2>${words.start}</h2>
<p>${words.startText}</p>
<pre tabindex="0" role="group" aria-label="curl"><code>curl ${origin}${API_PREFIX}/login \\
  -d client_id=$CLIENT_ID \\
  -d client_secret=$CLIENT_SECRET

curl ${origin}${API_PREFIX}/user \\
  -H "Authorization: Bearer $TOKEN"</code></pre>
<dl class="facts">
<dt>${words.baseUrl}</dt><dd><code>${origin}${API_PREFIX}</code></dd>
<dt>${words.specification}</dt><dd><a href="${API_PREFIX}/openapi.json">OpenAPI 3.0</a>, <a href="${API_PREFIX}/swagger.json">Swagger 2.0</a></dd>
</dl>
<h2 id="errors">${words.errors}</h2>
<p>${prose(words.errorsText)}</p>
<ul class="statuses">${Object.entries(explanations).map(
      ([status, explain]) =>
        html`<li><a href="${errorUrl(Number(status))}"><strong>${status}</strong> ${explain(general).title}</a></li>`,
    )}</ul>
</div>
</div>`,
  };
}

const searched = ({ id, method, path, summary, tag }: Entry, { say, words }: Language): string =>
  `${id} ${method} ${path} ${say(summary)} ${words.tags[tag] ?? tag}`.toLowerCase();

function rowView(entry: Entry, language: Language, isShown: boolean) {
  return html`<li data-words="${searched(entry, language)}"${!isShown && html` hidden`}>
<a href="${operationUrl(entry)}">${language.say(entry.summary)}</a>
<span>${methodBadge(entry.method)} <code>${breakable(entry.path)}</code></span></li>`;
}
