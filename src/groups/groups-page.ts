import { doneNote, doneText } from '../account/done-note-view.ts';
import { addressOf, count, pagingView } from '../administration/paging-view.ts';
import { tagsView } from '../administration/tags-view.ts';
import type { CountedRoleRow } from '../roles/read-role.ts';
import { type Html, html } from '../web/html.ts';
import type { Locale } from '../web/locale.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Place } from '../web/navigation.ts';
import type { Page } from '../web/page.ts';
import { allowedBy } from './allowed-view.ts';
import type { GroupRow } from './first-groups.ts';

interface GroupsModel {
  typed: string;
  page: number;
  groups: (GroupRow & { roles: string[] })[];
  hasMore: boolean;
  roles: CountedRoleRow[];
  mayCreate: boolean;
  place: Place;
  locale: Locale;
  query: unknown;
}

export function groupsPage(model: GroupsModel, messages: Messages): Page {
  const { directory: words } = messages;
  return {
    title: words.title,
    place: model.place,
    width: 'wide',
    styles: ['administration.css'],
    body: html`<div class="titled"><h1>${words.title}</h1>${model.mayCreate && html`<a class="button quiet" href="/admin/groups/new">${messages.group.create.link}</a>`}</div>
${doneNote(doneText(messages.change.done, model.query))}
<p>${words.text}</p>
<section class="panel"><h2>${words.groups}</h2>
<form method="get" action="/admin/groups" class="filters" role="search">
<div class="field grow"><label for="q">${words.search}</label>
<input type="search" id="q" name="q" value="${model.typed}" maxlength="255" autocomplete="off" spellcheck="false" placeholder="${words.searchHint}"></div>
<button class="quiet">${messages.people.go}</button>
</form>
${model.groups.length === 0 ? html`<p class="muted">${words.noGroups} <a href="/admin/groups">${messages.people.showAll}</a></p>` : groupsView(model, messages)}
</section>
<section class="panel"><h2>${words.roles}</h2>
${rolesView(model, messages)}
</section>`,
  };
}

function groupsView({ groups, typed, page, hasMore, locale }: GroupsModel, messages: Messages): Html {
  const { directory: words } = messages;
  const pageAt = (wanted: number) =>
    addressOf('/admin/groups', { q: typed, page: wanted > 1 ? wanted : undefined });
  return html`<table class="list">
<thead><tr><th scope="col">${words.name}</th><th scope="col">${words.rolesGiven}</th><th scope="col" class="number">${words.people}</th></tr></thead>
<tbody>${groups.map(
    (
      group,
    ) => html`<tr><td class="long"><a class="name" href="/admin/groups/${group.id}">${group.name}</a></td>
<td data-label="${words.rolesGiven}">${tagsView(named(group.roles), messages.person.none)}</td>
<td class="number" data-label="${words.people}">${count(locale, group.user_count)}</td></tr>`,
  )}</tbody></table>
${pagingView({ previous: page > 1 ? pageAt(page - 1) : undefined, next: hasMore ? pageAt(page + 1) : undefined }, messages)}`;
}

function rolesView({ roles, locale }: GroupsModel, messages: Messages): Html {
  const { directory: words } = messages;
  return html`<table class="list">
<thead><tr><th scope="col">${words.name}</th><th scope="col">${words.allows}</th><th scope="col" class="number">${words.people}</th></tr></thead>
<tbody>${roles.map(
    (
      role,
    ) => html`<tr><td class="long"><strong><a href="/admin/roles/${role.id}">${role.name}</a></strong>${role.built_in === 1 && html` <span class="badge">${words.builtIn}</span>`}</td>
<td data-label="${words.allows}">${allowedBy(role.permissions, messages)}</td>
<td class="number" data-label="${words.people}">${count(locale, role.user_count)}</td></tr>`,
  )}</tbody></table>
<p class="hint">${words.rolesThroughApi[0]} <a href="/docs/operations/create_role">${words.rolesThroughApi[1]}</a></p>`;
}

const named = (names: string[]) => names.map((name) => ({ name }));
