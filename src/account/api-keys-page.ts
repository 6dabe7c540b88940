import type { ApiKeyRow } from '../api-keys/list-api-keys.ts';
import { longDate } from '../web/dates.ts';
import { formTokenField } from '../web/form.ts';
import { html } from '../web/html.ts';
import type { Locale } from '../web/locale.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Place } from '../web/navigation.ts';
import type { Page } from '../web/page.ts';
import { doneNote } from './done-note-view.ts';

interface ApiKeysModel {
  place: Place;
  keys: ApiKeyRow[];
  /** Whether they may make and delete keys. */
  mayChange: boolean;
  done: string | undefined;
}

export function apiKeysPage(model: ApiKeysModel, { apiKeys: words }: Messages, locale: Locale): Page {
  const { place, keys, mayChange, done } = model;
  return {
    title: words.title,
    place,
    width: 'medium',
    body: html`<h1>${words.title}</h1>
${doneNote(done)}
<section class="panel">
<p>${words.text} ${!mayChange && words.ask}</p>
${
  keys.length === 0
    ? html`<p><strong>${words.none}</strong></p>`
    : html`<ul class="items">
${keys.map(
  (key) => html`<li>
<div><p class="name mono">${key.client_id}${key.disabled_at !== null && html` <span class="badge bad">${words.off}</span>`}</p>
<dl class="facts tight"><dt>${words.made}</dt><dd>${longDate(locale, key.created_at)}</dd></dl></div>
${mayChange && html`<a class="button quiet small" href="/account/api-keys/${key.id}/delete">${words.remove}<span class="sr"> (${key.client_id})</span></a>`}
</li>`,
)}
</ul>`
}
${mayChange && html`<form method="post" action="/account/api-keys" class="actions">${formTokenField(place.formToken)}<button>${words.create}</button></form>`}
</section>`,
  };
}

/**
 * The one page that has the secret of a key on it.
 *
 * @param model `next`: where it leads on to.
 */
export function newApiKeyPage(
  {
    place,
    clientId,
    clientSecret,
    title,
    next,
  }: { place: Place; clientId: string; clientSecret: string; title: string; next: string },
  { apiKeys: words, setUp }: Messages,
): Page {
  const copy = (id: string) =>
    html`<button type="button" class="quiet small" data-copy="${id}" data-copied="${setUp.copied}" hidden>${words.copy}</button>`;
  return {
    title,
    place,
    width: 'medium',
    once: true,
    scripts: ['copy.js'],
    body: html`<section class="panel">
<h1>${title}</h1>
<p>${words.madeText}</p>
<dl class="facts">
<dt>${words.clientId}</dt><dd class="copied"><code id="client-id">${clientId}</code> ${copy('client-id')}</dd>
<dt>${words.secret}</dt><dd class="copied"><code id="client-secret">${clientSecret}</code> ${copy('client-secret')}</dd>
</dl>
<p class="actions"><a class="button" href="${next}">${words.saved}</a></p>
</section>`,
  };
}

/** Before a key is deleted, on which programs may depend. */
export const deleteApiKeyPage = (
  { place, key }: { place: Place; key: ApiKeyRow },
  { apiKeys: words }: Messages,
): Page => ({
  title: words.removeTitle,
  place,
  width: 'medium',
  body: html`<section class="panel">
<h1>${words.removeTitle}</h1>
<p class="mono">${key.client_id}</p>
<p>${words.removeText}</p>
<form method="post" action="/account/api-keys/${key.id}/delete" class="actions">
${formTokenField(place.formToken)}<button class="danger">${words.remove}</button>
<a class="button quiet" href="/account/api-keys">${words.keep}</a></form>
</section>`,
});
