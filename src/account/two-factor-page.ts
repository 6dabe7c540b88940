import type { AuditRow } from '../audit/events-of-user.ts';
import { longDate } from '../web/dates.ts';
import { html } from '../web/html.ts';
import type { Locale } from '../web/locale.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Place } from '../web/navigation.ts';
import type { Page } from '../web/page.ts';
import { doneNote } from './done-note-view.ts';
import { eventList } from './event-list-view.ts';
import { factorBadge } from './factor-badge-view.ts';
import type { Account } from './read-account.ts';

interface TwoFactorModel {
  account: Account;
  place: Place;
  /** Since when the phone is the one it is; null: there is none. */
  verifiedAtMs: number | null;
  codesMadeAtMs: number | null;
  events: AuditRow[];
  done: string | undefined;
}

export function twoFactorPage(model: TwoFactorModel, messages: Messages, locale: Locale): Page {
  const { account, place, verifiedAtMs, codesMadeAtMs, events, done } = model;
  const { twoFactor: words } = messages;
  const { secondFactor, recoveryCodesLeft } = account;
  const isOn = secondFactor === 'code';
  const text = isOn ? words.onText : secondFactor === 'disabled' ? words.disabledText : words.offText;
  return {
    title: words.title,
    place,
    width: 'medium',
    scripts: ['dates.js'],
    body: html`<h1>${words.title} ${factorBadge(secondFactor, messages)}</h1>
${doneNote(done)}
<p class="lead">${text}</p>
${
  isOn
    ? html`<section class="panel">
<h2>${words.phone}</h2>
${verifiedAtMs !== null && html`<dl class="facts"><dt>${words.since}</dt><dd>${longDate(locale, verifiedAtMs)}</dd></dl>`}
<p>${words.phoneText}</p>
<p class="actions"><a class="button quiet" href="/account/two-factor/replace">${words.replace}</a></p>
</section>
<section class="panel">
<h2>${words.codes}</h2>
<p>${words.codesText}</p>
<dl class="facts"><dt>${words.left}</dt><dd>${recoveryCodesLeft}</dd>
${codesMadeAtMs !== null && html`<dt>${words.made}</dt><dd>${longDate(locale, codesMadeAtMs)}</dd>`}</dl>
<p class="actions"><a class="button quiet" href="/two-factor/recovery-codes">${words.renew}</a></p>
</section>`
    : secondFactor !== 'disabled' &&
      html`<p class="actions"><a class="button" href="/two-factor/set-up">${words.setUp}</a></p>`
}
${
  events.length > 0 &&
  html`<section class="panel">
<h2>${words.history}</h2>
${eventList(events, messages, locale)}
<p><a href="/account/activity">${words.all}</a></p>
</section>`
}`,
  };
}
