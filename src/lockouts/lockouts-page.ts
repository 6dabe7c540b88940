import { doneNote, doneText } from '../account/done-note-view.ts';
import { count } from '../administration/paging-view.ts';
import { moment } from '../web/dates.ts';
import { type Html, html } from '../web/html.ts';
import type { Locale } from '../web/locale.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Place } from '../web/navigation.ts';
import type { Page } from '../web/page.ts';
import type { LockoutRow } from './lockouts-of-user.ts';

interface LockoutsModel {
  rows: LockoutRow[];
  total: number;
  mayUnlock: boolean;
  place: Place;
  locale: Locale;
  query: unknown;
}

/** Whose credential it is, in words. */
export const lockoutName = ({ full_name, email, user_id }: LockoutRow, messages: Messages): string =>
  full_name ?? email ?? (user_id === null ? messages.lockouts.nobody : messages.people.nameless(user_id));

export function lockoutsPage(model: LockoutsModel, messages: Messages): Page {
  const { rows, place } = model;
  const { lockouts: words } = messages;
  return {
    title: words.title,
    place,
    width: 'wide',
    styles: ['administration.css'],
    scripts: ['dates.js'],
    body: html`<h1>${words.title}</h1>
${doneNote(doneText(messages.change.done, model.query))}
<p>${words.text}</p>
${
  rows.length === 0
    ? html`<div class="panel empty"><h2>${words.none}</h2><p>${words.noneText}</p></div>`
    : tableView(model, messages)
}`,
  };
}

function tableView({ rows, total, mayUnlock, locale }: LockoutsModel, messages: Messages): Html {
  const { lockouts: words, personChanges } = messages;
  return html`<p class="muted">${words.count(rows.length, count(locale, total), rows.length < total)}</p>
<div class="scroll" tabindex="0" role="region" aria-label="${words.title}"><table class="list">
<thead><tr><th scope="col">${words.whose}</th><th scope="col">${words.way}</th><th scope="col">${words.from}</th><th scope="col">${words.since}</th><th scope="col" class="number">${words.failures}</th>${mayUnlock && html`<th scope="col"><span class="sr">${personChanges.unlock.link}</span></th>`}</tr></thead>
<tbody>
${rows.map(
  (row) => html`<tr><td class="long">${
    row.user_id === null
      ? html`<span class="muted">${words.nobody}</span>`
      : html`<a class="name" href="/admin/people/${row.user_id}">${lockoutName(row, messages)}</a>`
  }${row.full_name !== null && row.email !== null && html`<span class="sub">${row.email}</span>`}</td>
<td data-label="${words.way}">${(words.ways as Record<string, string>)[row.auth_type] ?? row.auth_type}</td>
<td data-label="${words.from}"><span class="mono">${row.ip}</span></td>
<td class="when" data-label="${words.since}">${moment(locale, row.lockout_at)}</td>
<td class="number" data-label="${words.failures}">${row.fail_count}</td>
${mayUnlock && html`<td class="act"><a href="/admin/lockouts/${row.key}/end" aria-label="${personChanges.unlock.title(lockoutName(row, messages))}">${personChanges.unlock.link}</a></td>`}</tr>`,
)}
</tbody></table></div>`;
}
