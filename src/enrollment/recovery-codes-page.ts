import { longDate } from '../web/dates.ts';
import { formTokenField } from '../web/form.ts';
import { problemNote } from '../web/form-parts.ts';
import { type Html, html } from '../web/html.ts';
import type { Locale } from '../web/locale.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Place } from '../web/navigation.ts';
import type { Page } from '../web/page.ts';
import { stepOf } from './set-up-page.ts';

interface RecoveryCodesModel {
  /** What the sheet names: as whom the server presents itself, where it is, whose the codes are, and when they were made. */
  issuer: string;
  origin: string;
  account: string;
  createdAtMs: number;
  locale: Locale;
  codes: string[];
  formToken: string | undefined;
  /** Whether they end an enrolment. */
  first: boolean;
  /** Whether they come with a new phone. */
  renewed?: boolean;
  returnTo: string;
}

/** The one page that has recovery codes on it. */
export function recoveryCodesPage(
  model: RecoveryCodesModel,
  { setUp, recoveryCodes: words, twoFactor, replacement }: Messages,
): Page {
  const { renewed = false } = model;
  const { issuer, origin, account, createdAtMs, locale, codes, formToken, first, returnTo } = model;
  return {
    title: words.title,
    width: 'medium',
    once: true,
    scripts: ['copy.js'],
    body: html`<section class="panel">
${first && stepOf(setUp, 3)}
<h1 class="no-print">${words.title}</h1>
<p class="print-only sheet-title">${words.fileTitle(issuer)}</p>
${first && html`<div class="note good no-print" role="status"><p>${words.isOn}</p></div>`}
${renewed && html`<div class="note good no-print" role="status"><p>${twoFactor.replaced} ${replacement.codesNew}</p></div>`}
<p class="no-print">${words.text}</p>
<div class="sheet">
<dl class="facts print-only">
<dt>${words.site}</dt><dd>${origin}</dd>
<dt>${setUp.account}</dt><dd>${account}</dd>
<dt>${words.made}</dt><dd>${longDate(locale, createdAtMs)}</dd>
</dl>
<ol class="codes" id="codes">
${codes.map((code) => html`<li><code>${code}</code></li>\n`)}
</ol>
<p class="print-only">${words.sheet}</p>
</div>
<div class="actions">
<form method="post" action="/two-factor/recovery-codes/file">
${keptIn(codes, account, createdAtMs)}
<button class="quiet">${words.download}</button></form>
<button type="button" class="quiet" data-print hidden>${words.print}</button>
<button type="button" class="quiet" data-copy="codes" data-copied="${setUp.copied}" hidden>${words.copy}</button>
</div>
<form method="post" action="/two-factor/recovery-codes/saved" class="saved no-print">
${formToken !== undefined && formTokenField(formToken)}
<input type="hidden" name="next" value="${returnTo}">
<label class="check"><input type="checkbox" name="saved" value="yes" required> ${words.saved}</label>
<div class="actions"><button>${words.goOn}</button></div>
</form>
</section>`,
  };
}

/** The codes come back with the request for a file: here they are kept nowhere. */
const keptIn = (codes: string[], account: string, createdAtMs: number): Html =>
  html`${codes.map((code) => html`<input type="hidden" name="code" value="${code}">`)}
<input type="hidden" name="account" value="${account}"><input type="hidden" name="made" value="${createdAtMs}">`;

/** Before new codes are made, which voids the old. */
export function renewRecoveryCodesPage(
  { place, remaining, problem }: { place: Place; remaining: number; problem?: string | undefined },
  { recoveryCodes: words }: Messages,
): Page {
  return {
    title: words.renewTitle,
    place,
    width: 'medium',
    body: html`<section class="panel">
<h1>${words.renewTitle}</h1>
${problemNote(problem)}
<p>${words.left(remaining)} ${words.renewText}</p>
<form method="post" action="/two-factor/recovery-codes">
${formTokenField(place.formToken)}
<div class="actions"><button>${words.renew}</button><a class="button quiet" href="/account/two-factor">${words.notNow}</a></div>
</form>
</section>`,
  };
}
