import { html } from '../web/html.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Place } from '../web/navigation.ts';
import type { Page } from '../web/page.ts';
import type { Account } from './read-account.ts';

/** So few recovery codes are left that it is time for new ones. */
const FEW_CODES = 3;

/** What somebody sees who is signed in. */
export function startPage({ account, place }: { account: Account; place: Place }, { start }: Messages): Page {
  const { name, firstName, email, secondFactor, recoveryCodesLeft } = account;
  const isOn = secondFactor === 'code';
  return {
    title: start.title,
    place,
    width: 'medium',
    body: html`<h1>${start.hello(firstName || name)}</h1>
${isOn && recoveryCodesLeft <= FEW_CODES && html`<div class="note warn" role="status"><p>${start.fewCodes(recoveryCodesLeft)}</p><p><a href="/two-factor/recovery-codes">${start.newCodes}</a></p></div>`}
<section class="panel">
<h2>${start.secondFactor} <span class="badge ${isOn ? 'good' : 'warn'}">${isOn ? start.on : start.off}</span></h2>
<p>${isOn ? start.onText : start.offText}</p>
${
  isOn
    ? html`<dl class="facts"><dt>${start.codesLeft}</dt><dd>${recoveryCodesLeft}</dd></dl>
<p class="actions"><a class="button quiet" href="/two-factor/recovery-codes">${start.newCodes}</a></p>`
    : html`<p class="actions"><a class="button" href="/two-factor/set-up">${start.setUp}</a></p>`
}
</section>
<section class="panel">
<h2>${start.account}</h2>
<dl class="facts"><dt>${start.name}</dt><dd>${name}</dd><dt>${start.email}</dt><dd>${email}</dd></dl>
</section>`,
  };
}
