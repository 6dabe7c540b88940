import type { AuditRow } from '../audit/events-of-user.ts';
import { longDate } from '../web/dates.ts';
import { type Html, html } from '../web/html.ts';
import type { Locale } from '../web/locale.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Place } from '../web/navigation.ts';
import type { Page } from '../web/page.ts';
import { eventList } from './event-list-view.ts';
import { factorBadge } from './factor-badge-view.ts';
import type { Account } from './read-account.ts';

/** So few recovery codes are left that it is time for new ones. */
const FEW_CODES = 3;

interface Overview {
  account: Account;
  place: Place;
  /** Until when the policy lets them do without a second factor; undefined: it demands none, or they have one. */
  graceEndsAtMs: number | undefined;
  sessions: number;
  trustedDevices: number;
  apiKeys: number;
  events: AuditRow[];
}

/** What somebody sees first: how their account is, and where to change it. */
export function overviewPage(model: Overview, messages: Messages, locale: Locale): Page {
  const { account, place, graceEndsAtMs, sessions, trustedDevices, apiKeys, events } = model;
  const { overview: words, areas, twoFactor } = messages;
  const { name, firstName, email, secondFactor, recoveryCodesLeft: codes } = account;
  const isOn = secondFactor === 'code';
  const state = isOn
    ? words.onText(codes)
    : secondFactor === 'disabled'
      ? twoFactor.disabledText
      : twoFactor.offText;
  return {
    title: words.title,
    place,
    width: 'medium',
    scripts: ['dates.js'],
    body: html`<h1>${words.hello(firstName || name)}</h1>
${isOn && codes <= FEW_CODES && html`<div class="note warn" role="status"><p>${words.fewCodes(codes)}</p><p><a href="/two-factor/recovery-codes">${words.newCodes}</a></p></div>`}
${graceEndsAtMs !== undefined && html`<div class="note warn" role="status"><p>${words.grace(longDate(locale, graceEndsAtMs))}</p><p><a class="button" href="/two-factor/set-up">${words.setUpNow}</a></p></div>`}
<div class="cards">
${card(
  html`${areas.account.twoFactor} ${factorBadge(secondFactor, messages)}`,
  html`<p>${state}</p>`,
  secondFactor === 'none' || secondFactor === 'enroll'
    ? html`<a class="button${graceEndsAtMs !== undefined && ' quiet'}" href="/two-factor/set-up">${words.setUp}</a>`
    : html`<a href="/account/two-factor">${words.change}<span class="sr"> (${areas.account.twoFactor})</span></a>`,
)}
${card(
  html`${areas.account.devices}`,
  html`<p>${words.signedIn(sessions)} ${isOn && words.trusted(trustedDevices)}</p>`,
  html`<a href="/account/devices">${words.look}<span class="sr"> (${areas.account.devices})</span></a>`,
)}
${card(
  html`${areas.account.apiKeys}`,
  html`<p>${words.keys(apiKeys)}</p>`,
  html`<a href="/account/api-keys">${words.look}<span class="sr"> (${areas.account.apiKeys})</span></a>`,
)}
${card(
  html`${areas.account.profile}`,
  html`<p>${name}</p>${email !== '' && email !== name && html`<p>${email}</p>`}`,
  html`<a href="/account/profile">${words.change}<span class="sr"> (${areas.account.profile})</span></a>`,
)}
</div>
<section class="panel">
<h2>${words.lately}</h2>
${eventList(events, messages, locale)}
<p><a href="/account/activity">${words.all}</a></p>
</section>`,
  };
}

const card = (title: Html, body: Html, action: Html): Html => html`<section class="panel">
<h2>${title}</h2>
${body}
<p class="act">${action}</p>
</section>`;
