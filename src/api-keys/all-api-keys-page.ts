import { doneNote, doneText } from '../account/done-note-view.ts';
import { addressOf, pagingView } from '../administration/paging-view.ts';
import { longDate } from '../web/dates.ts';
import { html } from '../web/html.ts';
import type { Locale } from '../web/locale.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Place } from '../web/navigation.ts';
import type { Page } from '../web/page.ts';
import type { ApiKeyRow } from './list-api-keys.ts';

interface ApiKeysModel {
  keys: ApiKeyRow[];
  /** Names by the ids of users. */
  owners: Map<number, string>;
  isFirst: boolean;
  hasMore: boolean;
  place: Place;
  locale: Locale;
  query: unknown;
}

export function allApiKeysPage(
  { keys, owners, isFirst, hasMore, place, locale, query }: ApiKeysModel,
  messages: Messages,
): Page {
  const { allApiKeys: words, people, paging, auditLog, change } = messages;
  return {
    title: words.title,
    place,
    width: 'wide',
    styles: ['administration.css'],
    body: html`<h1>${words.title}</h1>
${doneNote(doneText(change.done, query))}
<p>${words.text}</p>
${
  keys.length === 0
    ? html`<div class="panel empty"><h2>${words.none}</h2></div>`
    : html`<table class="list">
<thead><tr><th scope="col">${words.owner}</th><th scope="col">${words.key}</th><th scope="col">${words.made}</th><th scope="col"><span class="sr">${words.delete}</span></th></tr></thead>
<tbody>${keys.map((key) => {
        const owner = owners.get(key.user_id) ?? people.nameless(key.user_id);
        const isOff = key.disabled_at !== null || key.user_disabled_at !== null;
        return html`<tr><td class="long"><a class="name" href="/admin/people/${key.user_id}">${owner}</a></td>
<td data-label="${words.key}"><span class="mono">${key.client_id}</span>${isOff && html` <span class="badge bad">${people.disabled}</span>`}</td>
<td data-label="${words.made}">${longDate(locale, key.created_at)}</td>
<td class="act"><a href="/admin/api-keys/${key.user_id}/${key.id}/delete">${words.delete}<span class="sr"> (${key.client_id})</span></a></td></tr>`;
      })}</tbody></table>`
}
${pagingView(
  {
    first: isFirst ? undefined : '/admin/api-keys',
    next: hasMore ? addressOf('/admin/api-keys', { before: keys.at(-1)?.id }) : undefined,
  },
  { ...messages, paging: { ...paging, first: auditLog.newest, next: auditLog.older } },
)}`,
  };
}
