import { doneNote, doneText } from '../account/done-note-view.ts';
import { changePage } from '../administration/change-page.ts';
import { namedPeople } from '../administration/named-people-view.ts';
import { count } from '../administration/paging-view.ts';
import { type Caller, may } from '../core/caller.ts';
import type { CountedRoleRow } from '../roles/read-role.ts';
import type { PersonNamed } from '../users/person-named.ts';
import { wrong } from '../web/form-parts.ts';
import { type Html, html } from '../web/html.ts';
import type { Locale } from '../web/locale.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Place } from '../web/navigation.ts';
import type { Page } from '../web/page.ts';
import { allowedBy } from './allowed-view.ts';
import type { GroupRow } from './first-groups.ts';

interface RoleModel {
  role: CountedRoleRow;
  /** Which give it. */
  groups: GroupRow[];
  people: PersonNamed[];
  page: number;
  hasMore: boolean;
  caller: Caller;
  place: Place;
  locale: Locale;
  query: unknown;
}

/** One role: what it allows, which groups give it, and who has it. */
export function rolePage(model: RoleModel, messages: Messages): Page {
  const { role, people, page, hasMore, place, locale } = model;
  const { role: words, directory, change } = messages;
  const url = `/admin/roles/${role.id}`;
  return {
    title: role.name,
    place,
    width: 'wide',
    styles: ['administration.css'],
    body: html`<p class="back"><a href="/admin/groups">${directory.title}</a></p>
<h1>${role.name} ${role.built_in === 1 && html`<span class="badge">${directory.builtIn}</span>`}</h1>
${doneNote(doneText(change.done, model.query))}
<section class="panel"><h2>${directory.allows}</h2>
${allowedBy(role.permissions, messages)}
<p class="hint">${words.set(role.permission_set_name)} ${
      role.built_in === 1
        ? words.builtIn
        : html`${words.throughApi} <a href="/docs/operations/update_role">${words.howTo}</a>`
    }</p>
</section>
${groupsPanel(model, messages)}
<section class="panel"><h2>${messages.group.people(count(locale, role.user_count))}</h2>
<p>${words.people}</p>
${namedPeople({ people, page, hasMore, url, none: words.nobody }, messages)}
</section>`,
  };
}

function groupsPanel({ role, groups, caller }: RoleModel, messages: Messages): Html {
  const { role: words, directory } = messages;
  const mayGive = may(caller, 'manage_roles');
  const url = `/admin/roles/${role.id}`;
  return html`<section class="panel"><h2>${words.groups}</h2>
${mayGive && html`<p class="actions"><a class="button quiet" href="${url}/give">${words.give.link}</a></p>`}
${
  groups.length === 0
    ? html`<p class="muted">${messages.person.none}</p>`
    : html`<ul class="rows">${groups.map(
        ({ id, name }) => html`<li><span><a class="name" href="/admin/groups/${id}">${name}</a></span>
${mayGive && html`<a href="${url}/groups/${id}/take">${words.take.link}<span class="sr"> (${name}, ${directory.groups})</span></a>`}</li>`,
      )}</ul>`
}
</section>`;
}

interface Asked {
  role: CountedRoleRow;
  place: Place;
  problem: string | undefined;
}

/** @param known Groups to choose from; others can be typed. */
export function roleGivePage(
  { role, place, problem, typed, known }: Asked & { typed: string; known: GroupRow[] },
  messages: Messages,
): Page {
  const { give: words } = messages.role;
  const url = `/admin/roles/${role.id}`;
  return changePage(
    {
      place,
      problem,
      url: `${url}/give`,
      back: url,
      title: words.title(role.name),
      text: words.text,
      go: words.go,
      fields: html`<div class="field"><label for="group">${words.label}</label>
<input type="text" id="group" name="group" value="${typed}" required autofocus maxlength="255" autocomplete="off" spellcheck="false" list="groups"${wrong(problem !== undefined)}></div>
<datalist id="groups">${known.map(({ name }) => html`<option value="${name}"></option>`)}</datalist>`,
    },
    messages,
  );
}

export function roleTakePage(
  { role, place, problem, group }: Asked & { group: GroupRow },
  messages: Messages,
): Page {
  const { take: words } = messages.role;
  const url = `/admin/roles/${role.id}`;
  return changePage(
    {
      place,
      problem,
      url: `${url}/groups/${group.id}/take`,
      back: url,
      title: words.title(role.name, group.name),
      text: words.text,
      go: words.go,
      danger: true,
    },
    messages,
  );
}
