import type { PersonNamed } from '../users/person-named.ts';
import { type Html, html } from '../web/html.ts';
import type { Messages } from '../web/messages.en.ts';
import { addressOf, pagingView } from './paging-view.ts';

/** What to call somebody on a page. */
export const shownName = ({ id, name }: Pick<PersonNamed, 'id' | 'name'>, { people }: Messages): string =>
  name || people.nameless(id);

export const personLink = (person: PersonNamed, messages: Messages): Html =>
  html`<a class="name" href="/admin/people/${person.id}">${shownName(person, messages)}</a>`;

interface NamedPeople {
  people: PersonNamed[];
  page: number;
  hasMore: boolean;
  /** Of the page that the list is on. */
  url: string;
  /** What can be done with each. */
  linkFor?: ((person: PersonNamed) => Html) | undefined;
  none: string;
}

/** People by name and address, a part at a time. */
export function namedPeople(
  { people, page, hasMore, url, linkFor, none }: NamedPeople,
  messages: Messages,
): Html {
  const { people: words } = messages;
  const pageAt = (wanted: number) => addressOf(url, { page: wanted > 1 ? wanted : undefined });
  return html`${
    people.length === 0
      ? html`<p class="muted">${none}</p>`
      : html`<ul class="rows">${people.map(
          (
            person,
          ) => html`<li><span>${personLink(person, messages)}${person.isDisabled && html` <span class="badge bad">${words.disabled}</span>`}
${person.name !== person.email && html`<span class="sub">${person.email ?? words.noEmail}</span>`}</span>
${linkFor?.(person)}</li>`,
        )}</ul>`
  }
${pagingView({ previous: page > 1 ? pageAt(page - 1) : undefined, next: hasMore ? pageAt(page + 1) : undefined }, messages)}`;
}
