import type { Access } from '../core/permissions.ts';
import { permissions } from '../core/permissions.ts';
import { type Html, html, type Part } from '../web/html.ts';
import type { Page } from '../web/page.ts';
import { aboutOf } from './about.ts';
import { callsOf } from './calls.ts';
import type { Entry, Parameter, Reference } from './entry.ts';
import { exampleOf } from './example.ts';
import { type Language, prose } from './language.ts';
import { limitsView, shapeView, typeOf } from './shape-view.ts';
import { tryIt, tryItScript } from './try-it.ts';

/** What there is to know of one operation. */
export function operationPage(entry: Entry, reference: Reference, language: Language, origin: string): Page {
  const { words, say } = language;
  const calls = callsOf(entry, reference, origin);
  const summary = say(entry.summary);
  return {
    title: summary,
    width: 'wide',
    styles: ['reference.css'],
    scripts: [tryItScript],
    body: html`${trail(language, entry)}
<h1>${summary}</h1>
<p class="route">${methodBadge(entry.method)} <code>${breakable(entry.path)}</code> <a href="#try">${words.tryIt.title}</a></p>
<div class="columns">
<div>
${entry.description && html`<p class="lead">${prose(say(entry.description))}</p>`}
${accessView(entry.operation.access, language)}
<h2 id="parameters">${words.parameters}</h2>
${parametersView(entry.parameters, reference, language)}
${bodyView(entry, reference, language)}
<h2 id="answer">${words.answer}</h2>
${answerView(entry, reference, language)}
<h2 id="errors">${words.errors}</h2>
${errorsView(entry, reference, language)}
</div>
<div class="aside">
<h2 id="call">${words.call}</h2>
${codeView('curl', calls.curl)}
${codeView('TypeScript', calls.typescript)}
${codeView('Python', calls.python)}
${
  entry.answer.shape &&
  html`<h2 id="example">${words.example}</h2>
${codeView(`${entry.answer.status}`, JSON.stringify(exampleOf(entry.answer.shape, { shapes: reference.shapes, origin }), null, 2))}`
}
${tryIt(entry, language, reference, origin)}
</div>
</div>
${relatedView(entry, reference, language)}`,
  };
}

export const operationUrl = ({ id }: Pick<Entry, 'id'>): string => `/docs/operations/${id}`;

export const errorUrl = (status: number, entry?: Entry): string =>
  `/docs/errors/4.0/${status}${entry ? `/${entry.method.toLowerCase()}${entry.path.replace(/\{(\w+)\}/g, ':$1')}` : ''}`;

export const methodBadge = (method: string): Html =>
  html`<span class="method ${method.toLowerCase()}">${method}</span>`;

/** A path may break after each slash. */
export const breakable = (path: string): Part[] =>
  path.split('/').flatMap((part, index) => (index ? ['/', html`<wbr>`, part] : [part]));

/** Where in the reference this is. */
export function trail({ words }: Language, entry?: Entry): Html {
  return html`<nav class="trail" aria-label="${words.title}"><a href="/docs">${words.title}</a>${
    entry &&
    html` › <a href="/docs#${entry.tag}">${words.tags[entry.tag] ?? entry.tag}</a> › <code>${entry.id}</code>`
  }</nav>`;
}

function accessView(access: Access, { words, say }: Language): Html {
  if (access === 'public' || access === 'token') return html`<p class="access">${words.access[access]}</p>`;
  const permission = typeof access === 'object' ? access.permission : access;
  return html`<p class="access">${words.access.permission} <code>${permission}</code>: ${say(permissions[permission])}.${
    typeof access === 'object' && html` ${words.access.own}`
  }</p>`;
}

function parametersView(parameters: Parameter[], { shapes }: Reference, language: Language): Html {
  const { words, say } = language;
  if (parameters.length === 0) return html`<p class="muted">${words.noParameters}</p>`;
  const group = (place: string, title: string) => {
    const found = parameters.filter((parameter) => parameter.in === place);
    return (
      found.length > 0 &&
      html`<h3>${title}</h3>
<dl class="shape">${found.map(
        ({ name, schema, required, description }) => html`<div>
<dt><code>${name}</code> <span class="muted">${typeOf(schema, { language, shapes })}</span>${
          required && html` <span class="badge warn">${words.required}</span>`
        }</dt>
<dd>${description && html`<p>${prose(say(description))}</p>`}${limitsView(schema, language)}</dd>
</div>`,
      )}</dl>`
    );
  };
  return html`${group('path', words.path)}${group('query', words.query)}`;
}

function bodyView({ body, answer }: Entry, { shapes }: Reference, language: Language): Part {
  if (!body) return undefined;
  const { words } = language;
  const view = shapeView(body.shape, { language, shapes, writable: true });
  const isEmpty = view !== undefined && !String(view).includes('<dt>');
  return html`<h2 id="body">${words.body}</h2>
<p>${body.required ? words.bodyRequired : words.bodyOptional} <span class="muted">${typeOf(body.shape, { language, shapes })}</span></p>
${isEmpty ? html`<p>${words.bodyIgnored}</p>` : html`${view}${view && body.shape.$ref === answer.shape?.$ref && html`<p class="muted">${words.bodyRest}</p>`}`}`;
}

function answerView({ answer }: Entry, { shapes }: Reference, language: Language): Html {
  const { words, say } = language;
  if (!answer.shape) return html`<p><strong>${answer.status}</strong> ${words.noBody}</p>`;
  return html`<p><strong>${answer.status}</strong> ${prose(say(answer.description))} <span class="muted">${typeOf(answer.shape, { language, shapes })}</span></p>
${shapeView(answer.shape, { language, shapes })}`;
}

function errorsView(entry: Entry, reference: Reference, { explanations, say }: Language): Html {
  const about = aboutOf(entry, reference);
  return html`<dl class="shape errors">${entry.statuses.map((status) => {
    const explained = explanations[status]?.(about);
    const meaning = entry.operation.meanings?.[status];
    return (
      explained &&
      html`<div>
<dt><a href="${errorUrl(status, entry)}"><strong>${status}</strong> ${explained.title}</a></dt>
<dd><p>${prose(meaning === undefined ? explained.means : say(meaning))}</p><p class="muted">${prose(explained.remedies[0] ?? '')}</p></dd>
</div>`
    );
  })}</dl>`;
}

function relatedView(entry: Entry, { tags }: Reference, { words, say }: Language): Html {
  const others = (tags.get(entry.tag) ?? []).filter(({ id }) => id !== entry.id);
  if (others.length === 0) return html``;
  return html`<nav class="related" aria-labelledby="related"><h2 id="related">${words.related}</h2>
<ul>${others.map((other) => html`<li><a href="${operationUrl(other)}">${say(other.summary)}</a></li>`)}</ul></nav>`;
}

const codeView = (title: string, text: string): Html => html`<h3 class="code-title">${title}</h3>
<pre tabindex="0" role="group" aria-label="${title}"><code>${text}</code></pre>`;
