import { changePage } from '../administration/change-page.ts';
import { shownName } from '../administration/named-people-view.ts';
import { NAME_LENGTH } from '../core/name.ts';
import type { RoleRow } from '../roles/read-role.ts';
import { roleChoices } from '../roles/role-choices-view.ts';
import type { PersonNamed } from '../users/person-named.ts';
import { wrong } from '../web/form-parts.ts';
import { type Html, html } from '../web/html.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Place } from '../web/navigation.ts';
import type { Page } from '../web/page.ts';
import type { GroupInFull } from './read-group-in-full.ts';

interface Asked {
  place: Place;
  problem: string | undefined;
}
type Model = Asked & { group: GroupInFull };

const pathOf = ({ id }: GroupInFull): string => `/admin/groups/${id}`;

const textField = (
  { name, label, value, maxLength }: { name: string; label: string; value: string; maxLength: number },
  problem: string | undefined,
): Html => html`<div class="field"><label for="${name}">${label}</label>
<input type="text" id="${name}" name="${name}" value="${value}" required autofocus maxlength="${maxLength}" autocomplete="off" spellcheck="false"${wrong(problem !== undefined)}></div>`;

/** @param group The one to rename; absent: to make one. */
export function groupNamePage(
  { place, problem, typed, group }: Asked & { typed: string; group?: GroupInFull },
  messages: Messages,
): Page {
  const { create, rename } = messages.group;
  const label = messages.directory.name;
  const about = group
    ? { url: `${pathOf(group)}/rename`, back: pathOf(group), ...rename, title: rename.title(group.name) }
    : { url: '/admin/groups/new', back: '/admin/groups', ...create };
  const fields = textField({ name: 'name', label, value: typed, maxLength: NAME_LENGTH }, problem);
  return changePage({ place, problem, fields, ...about }, messages);
}

/** Says what goes with it. */
export function groupDeletePage({ place, problem, group }: Model, messages: Messages): Page {
  const { delete: words, inPolicy } = messages.group;
  const roles = [...group.roles, ...group.rolesOfParents].map(({ name }) => name);
  return changePage(
    {
      place,
      problem,
      url: `${pathOf(group)}/delete`,
      back: pathOf(group),
      title: words.title(group.name),
      text: [
        words.text(group.people),
        roles.length > 0 ? words.gives(roles.join(', ')) : words.givesNothing,
        group.isInPolicy && `${inPolicy} ${words.policy}`,
        words.forGood,
      ]
        .filter(Boolean)
        .join(' '),
      go: words.go,
      danger: true,
    },
    messages,
  );
}

export function groupAddPage(
  { place, problem, group, typed }: Model & { typed: string },
  messages: Messages,
): Page {
  const { add: words } = messages.group;
  const roles = [...group.roles, ...group.rolesOfParents].map(({ name }) => name);
  return changePage(
    {
      place,
      problem,
      url: `${pathOf(group)}/add`,
      back: pathOf(group),
      title: words.title(group.name),
      text: roles.length > 0 ? words.gives(roles.join(', ')) : words.givesNothing,
      go: words.go,
      fields: textField({ name: 'person', label: words.label, value: typed, maxLength: 320 }, problem),
    },
    messages,
  );
}

export function groupRemovePage(
  { place, problem, group, person }: Model & { person: PersonNamed },
  messages: Messages,
): Page {
  const { remove: words } = messages.group;
  return changePage(
    {
      place,
      problem,
      url: `${pathOf(group)}/people/${person.id}/remove`,
      back: pathOf(group),
      title: words.title(shownName(person, messages), group.name),
      text: words.text,
      go: words.go,
      danger: true,
    },
    messages,
  );
}

export function groupRolesPage(
  { place, problem, group, roles }: Model & { roles: RoleRow[] },
  messages: Messages,
): Page {
  const { roles: words } = messages.group;
  return changePage(
    {
      place,
      problem,
      url: `${pathOf(group)}/roles`,
      back: pathOf(group),
      title: words.title(group.name),
      text: words.text,
      go: words.go,
      fields: roleChoices(words.legend, roles, group.roles),
    },
    messages,
  );
}
