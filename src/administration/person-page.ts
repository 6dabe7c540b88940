import { doneNote, doneText } from '../account/done-note-view.ts';
import { eventRows } from '../audit/event-view.ts';
import { type Caller, may } from '../core/caller.ts';
import { factorBadge } from '../two-factor/factor-view.ts';
import { longDate, moment } from '../web/dates.ts';
import { facts } from '../web/facts.ts';
import { type Html, html, type Part } from '../web/html.ts';
import type { Locale } from '../web/locale.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Place } from '../web/navigation.ts';
import type { Page } from '../web/page.ts';
import { shownName } from './named-people-view.ts';
import { type ChangeName, changeNamed } from './person-changes.ts';
import type { Person } from './read-person.ts';
import { sessionName } from './session-name-view.ts';
import { tagsView } from './tags-view.ts';

interface PersonModel {
  person: Person;
  /** What this caller can change of them now. */
  possible: ChangeName[];
  /** Whether their key can be had for another server. */
  canMove: boolean;
  caller: Caller;
  place: Place;
  locale: Locale;
  /** What a change has just led here with. */
  query: unknown;
}

export function personPage(model: PersonModel, messages: Messages): Page {
  const { person, place } = model;
  const { people } = messages;
  const name = shownName(person, messages);
  return {
    title: name,
    place,
    width: 'wide',
    styles: ['administration.css'],
    scripts: ['dates.js'],
    body: html`<p class="back"><a href="/admin/people">${people.title}</a></p>
<h1>${name} ${person.isDisabled && html`<span class="badge bad">${people.disabled}</span>`}</h1>
${doneNote(doneText(messages.change.done, model.query))}
<div class="columns">
${factorPanel(model, messages)}
${accountPanel(model, messages)}
${rolesPanel(model, messages)}
${sessionsPanel(model, messages)}
</div>
${historyPanel(model, messages)}`,
  };
}

/** Buttons that lead to the page of a change. */
function buttons(
  { person, possible }: PersonModel,
  names: ChangeName[],
  { personChanges }: Messages,
  more: Html[] = [],
): Html {
  const ways = names
    .filter((name) => possible.includes(name))
    .map((name) => {
      const kind = changeNamed(name).danger ? 'quiet bad' : 'quiet';
      return html`<a class="button ${kind}" href="/admin/people/${person.id}/${name}">${personChanges[name].link}</a>`;
    });
  const links = [...ways, ...more];
  return html`${links.length > 0 && html`<p class="actions">${links}</p>`}`;
}

function factorPanel(model: PersonModel, messages: Messages): Html {
  const { person, canMove, locale } = model;
  const { person: words, personChanges } = messages;
  const { credential, factor } = person;
  const move = html`<a class="button quiet" href="/admin/people/${person.id}/move">${personChanges.move.link}</a>`;
  return html`<section class="panel"><h2>${words.secondFactor} ${factorBadge(factor, messages)}</h2>
<p>${words.factorTexts[factor]}</p>
${
  credential?.verified_at != null &&
  facts([
    [words.since, longDate(locale, credential.verified_at)],
    [words.kind, words.kindIs(credential.algorithm, credential.digits, credential.period)],
    [words.recoveryCodes, person.recoveryCodesLeft],
    [words.devices, person.devices.length],
  ])
}
${person.lockouts.length > 0 && html`<div class="note bad"><p>${words.locked(person.lockouts.length)}</p></div>`}
${buttons(model, ['unlock', 'ask-second-factor', 'resume-second-factor', 'reset-second-factor', 'suspend-second-factor'], messages, canMove ? [move] : [])}
</section>`;
}

function accountPanel(model: PersonModel, messages: Messages): Html {
  const { person, caller, locale } = model;
  const { person: words, people, personChanges } = messages;
  return html`<section class="panel"><h2>${words.account}</h2>
${facts([
  [words.id, person.id],
  [words.email, person.email ?? people.noEmail],
  [words.password, person.hasPassword ? words.passwordSet : words.passwordNone],
  [people.lastSignIn, person.lastSignInMs === null ? people.never : moment(locale, person.lastSignInMs)],
  [words.language, person.locale ?? words.languageNone],
  [words.apiKeys, person.apiKeys.length],
])}
${may(caller, 'manage_api_keys') && html`<p class="actions"><a class="button quiet" href="/admin/people/${person.id}/api-key">${personChanges.apiKey.link}</a></p>`}
${buttons(model, ['enable-account', 'disable-account'], messages)}
</section>`;
}

function rolesPanel({ person, caller }: PersonModel, { person: words, personChanges }: Messages): Html {
  return html`<section class="panel"><h2>${words.rolesAndGroups}</h2>
${facts([
  [words.roles, tagsView(person.roles, words.none)],
  ...(person.rolesOfGroups.length
    ? ([[words.rolesOfGroups, tagsView(person.rolesOfGroups, words.none)]] as [string, Part][])
    : []),
  [words.groups, tagsView(person.groups, words.none)],
])}
${may(caller, 'manage_roles') && html`<p class="actions"><a class="button quiet" href="/admin/people/${person.id}/roles">${personChanges.roles.link}</a></p>`}
</section>`;
}

function sessionsPanel(model: PersonModel, messages: Messages): Html {
  const { person, caller, locale } = model;
  const { person: words, personChanges } = messages;
  const mayEnd = may(caller, 'manage_users') && !person.isSelf;
  return html`<section class="panel"><h2>${words.sessions}</h2>
${
  person.sessions.length === 0
    ? html`<p class="muted">${words.noSessions}</p>`
    : html`<ul class="rows">${person.sessions.map(
        (session) => html`<li><span><strong>${sessionName(session, messages)}</strong>
<span class="sub">${session.ip}, ${words.since.toLowerCase()} ${moment(locale, session.created_at)}</span></span>
${mayEnd && html`<a href="/admin/people/${person.id}/sessions/${session.id}/end">${personChanges.endSession.link}</a>`}</li>`,
      )}</ul>`
}
${buttons(model, ['end-sessions'], messages)}
</section>`;
}

function historyPanel({ person, locale }: PersonModel, messages: Messages): Html | undefined {
  const { person: words } = messages;
  if (person.history === undefined) return undefined;
  return html`<section class="panel"><h2>${words.history}</h2>
${
  person.history.length === 0
    ? html`<p class="muted">${words.noHistory}</p>`
    : html`<div class="scroll" tabindex="0" role="region" aria-label="${words.history}"><table class="list"><thead><tr><th scope="col">${messages.records.when}</th><th scope="col">${messages.records.what}</th><th scope="col">${messages.records.outcome}</th><th scope="col">${messages.records.actor}</th><th scope="col">${messages.records.source}</th></tr></thead>
<tbody>${eventRows(person.history, { locale, withTarget: false, names: person.actors }, messages)}</tbody></table></div>
<p class="actions"><a class="button quiet" href="/admin/audit?target_user_id=${person.id}">${words.wholeHistory}</a></p>`
}
</section>`;
}
