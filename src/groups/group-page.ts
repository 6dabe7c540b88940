import { doneNote, doneText } from '../account/done-note-view.ts';
import { namedPeople } from '../administration/named-people-view.ts';
import { count } from '../administration/paging-view.ts';
import { tagsView } from '../administration/tags-view.ts';
import { type Caller, may } from '../core/caller.ts';
import type { PersonNamed } from '../users/person-named.ts';
import { facts } from '../web/facts.ts';
import { type Html, html } from '../web/html.ts';
import type { Locale } from '../web/locale.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Place } from '../web/navigation.ts';
import type { Page } from '../web/page.ts';
import type { GroupInFull } from './read-group-in-full.ts';

interface GroupModel {
  group: GroupInFull;
  people: PersonNamed[];
  page: number;
  hasMore: boolean;
  caller: Caller;
  place: Place;
  locale: Locale;
  query: unknown;
}

/** One group: what it gives, and who is in it. */
export function groupPage(model: GroupModel, messages: Messages): Page {
  const { group, place, caller } = model;
  const { group: words, directory, change } = messages;
  const mayChange = may(caller, 'manage_groups') && !group.isAllUsers;
  return {
    title: group.name,
    place,
    width: 'wide',
    styles: ['administration.css'],
    body: html`<p class="back"><a href="/admin/groups">${directory.title}</a></p>
<h1>${group.name} ${group.isAllUsers && html`<span class="badge">${directory.builtIn}</span>`}</h1>
${doneNote(doneText(change.done, model.query))}
${group.isAllUsers && html`<p>${words.allUsers}</p>`}
${mayChange && html`<p class="actions"><a class="button quiet" href="/admin/groups/${group.id}/rename">${words.rename.link}</a><a class="button quiet bad" href="/admin/groups/${group.id}/delete">${words.delete.link}</a></p>`}
${givenPanel(model, messages)}
${peoplePanel(model, mayChange, messages)}`,
  };
}

function givenPanel({ group, caller }: GroupModel, { group: words, directory, person }: Messages): Html {
  const inDirectory = (kind: 'groups' | 'roles', rows: { id: number; name: string }[]) =>
    tagsView(
      rows.map(({ id, name }) => ({ name, url: `/admin/${kind}/${id}` })),
      person.none,
    );
  const rows: [string, Html][] = [[directory.rolesGiven, inDirectory('roles', group.roles)]];
  if (group.rolesOfParents.length) {
    rows.push([words.rolesOfParents, inDirectory('roles', group.rolesOfParents)]);
  }
  if (group.parents.length) rows.push([words.parents, inDirectory('groups', group.parents)]);
  if (group.children.length) rows.push([words.children, inDirectory('groups', group.children)]);
  return html`<section class="panel"><h2>${words.gives}</h2>
${facts(rows)}
${group.isInPolicy && html`<p>${words.inPolicy}</p>`}
${may(caller, 'manage_roles') && html`<p class="actions"><a class="button quiet" href="/admin/groups/${group.id}/roles">${words.roles.link}</a></p>`}
</section>`;
}

function peoplePanel(model: GroupModel, mayChange: boolean, messages: Messages): Html {
  const { group, people, page, hasMore, locale } = model;
  const { group: words } = messages;
  const url = `/admin/groups/${group.id}`;
  const linkFor = ({ id, name }: PersonNamed) =>
    html`<a href="${url}/people/${id}/remove">${words.remove.link}<span class="sr"> (${name || messages.people.nameless(id)})</span></a>`;
  return html`<section class="panel"><h2>${words.people(count(locale, group.people))}</h2>
${mayChange && html`<p class="actions"><a class="button quiet" href="${url}/add">${words.add.link}</a></p>`}
${namedPeople({ people, page, hasMore, url, linkFor: mayChange ? linkFor : undefined, none: words.nobody }, messages)}
${people.length > 0 && html`<p class="actions"><a href="/admin/people?group=${group.id}">${words.search}</a></p>`}
</section>`;
}
