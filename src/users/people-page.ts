import { personLink } from '../administration/named-people-view.ts';
import { addressOf, count, pagingView } from '../administration/paging-view.ts';
import type { FactorState } from '../two-factor/factor-state.ts';
import { factorBadge } from '../two-factor/factor-view.ts';
import { moment } from '../web/dates.ts';
import { type Html, html } from '../web/html.ts';
import type { Locale } from '../web/locale.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Place } from '../web/navigation.ts';
import type { Page } from '../web/page.ts';
import type { PersonNamed } from './person-named.ts';

/** How people can be sorted, as `sorts` says it. */
export const sortings = {
  oldest: '',
  newest: 'id desc',
  last_name: 'last_name',
  first_name: 'first_name',
  email: 'email',
} as const;

const states = ['on', 'asked', 'off', 'suspended', 'disabled'] as const;

/** What somebody asked to see. */
export interface Asked {
  q: string;
  state: (typeof states)[number] | '';
  group: string;
  sort: keyof typeof sortings;
  page: number;
}

export interface PersonListed extends PersonNamed {
  factor: FactorState;
  lastSignInMs: number | null;
}

interface PeopleModel {
  asked: Asked;
  people: PersonListed[];
  groupName: string | undefined;
  /** undefined: more than are counted. */
  total: number | undefined;
  /** The place of the first one. */
  from: number;
  perPage: number;
  isLast: boolean;
  /** Whether there may be more who match than were looked for. */
  isCut: boolean;
  place: Place;
  locale: Locale;
}

export function peoplePage(model: PeopleModel, messages: Messages): Page {
  const { asked, people, groupName, place } = model;
  const { people: words } = messages;
  return {
    title: words.title,
    place,
    width: 'wide',
    styles: ['administration.css'],
    scripts: ['dates.js', 'search-people.js'],
    body: html`<h1>${groupName === undefined ? words.title : words.inGroup(groupName)}</h1>
<form method="get" action="/admin/people" class="filters" role="search" id="search">
${asked.group !== '' && html`<input type="hidden" name="group" value="${asked.group}">`}
<div class="field grow"><label for="q">${words.search}</label>
<input type="search" id="q" name="q" value="${asked.q}" maxlength="255" autocomplete="off" autocapitalize="off" spellcheck="false" placeholder="${words.searchHint}"></div>
<div class="field"><label for="state">${words.state}</label><select id="state" name="state">
<option value="">${words.everybody}</option>
${states.map((state) => option(state, words.states[state], asked.state))}
</select></div>
<div class="field"><label for="sort">${words.sort}</label><select id="sort" name="sort">
${(Object.keys(sortings) as (keyof typeof sortings)[]).map((sort) => option(sort, words.sortings[sort], asked.sort))}
</select></div>
<button class="quiet">${words.go}</button>
</form>
<p id="count" class="muted" role="status">${countText(model, messages)}</p>
<div id="results">
${people.length === 0 ? emptyView(model, messages) : listView(model, messages)}
</div>`,
  };
}

const option = (value: string, text: string, chosen: string): Html =>
  html`<option value="${value}"${value === chosen && html` selected`}>${text}</option>`;

function countText({ people, total, from, isCut, locale }: PeopleModel, { people: words }: Messages): string {
  if (people.length === 0) return words.nobody;
  const to = count(locale, from + people.length - 1);
  const all = total === undefined ? undefined : count(locale, total);
  const text = words.count(count(locale, from), to, all);
  return isCut ? `${text}. ${words.typeOn}` : text;
}

function emptyView({ asked }: PeopleModel, { people: words }: Messages): Html {
  const isFiltered = asked.q !== '' || asked.state !== '';
  return html`<div class="panel empty"><h2>${words.nobody}</h2>
<p>${isFiltered ? words.nobodyFound : words.nobodyHere}</p>
<p><a href="/admin/people">${words.showAll}</a></p></div>`;
}

function listView({ asked, people, total, perPage, isLast, locale }: PeopleModel, messages: Messages): Html {
  const { people: words } = messages;
  const { q, state, group, sort } = asked;
  const pageAt = (page: number) => addressOf('/admin/people', { q, state, group, sort, page });
  const lastPage = total === undefined ? undefined : Math.ceil(total / perPage);
  return html`<table class="people">
<thead><tr><th scope="col">${words.person}</th><th scope="col">${words.factor}</th><th scope="col" class="roomy">${words.lastSignIn}</th></tr></thead>
<tbody>
${people.map(
  (
    person,
  ) => html`<tr><td class="long">${personLink(person, messages)}${person.name !== person.email && html`<span class="sub">${person.email ?? words.noEmail}</span>`}
${person.isDisabled && html`<span class="badge bad">${words.disabled}</span>`}</td>
<td>${factorBadge(person.factor, messages)}</td>
<td class="roomy">${person.lastSignInMs === null ? words.never : moment(locale, person.lastSignInMs)}</td></tr>`,
)}
</tbody></table>
${pagingView(
  {
    first: asked.page > 2 ? pageAt(1) : undefined,
    previous: asked.page > 1 ? pageAt(asked.page - 1) : undefined,
    next: isLast ? undefined : pageAt(asked.page + 1),
    last: lastPage !== undefined && lastPage > asked.page + 1 ? pageAt(lastPage) : undefined,
  },
  messages,
)}`;
}
