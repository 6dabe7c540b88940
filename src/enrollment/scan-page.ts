import type { OtpParameters } from '../core/otp.ts';
import { formTokenField } from '../web/form.ts';
import { codeField } from '../web/form-parts.ts';
import { html } from '../web/html.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Page } from '../web/page.ts';
import { stepOf } from './set-up-page.ts';

/** Where a seed is set up, and where another is put in its place. */
export const SET_UP = '/two-factor/set-up';
export const REPLACE = '/account/two-factor/replace';

interface ScanModel {
  formToken: string;
  issuer: string;
  account: string;
  secret: string;
  otpauthUrl: string;
  qrCode: string;
  parameters: OtpParameters;
  /** Of a seed that is to take the place of another. */
  replaces?: boolean;
}

/** The one page that has a seed on it. */
export function scanPage(model: ScanModel, { setUp, replacement }: Messages): Page {
  const { formToken, issuer, account, secret, otpauthUrl, qrCode, parameters, replaces = false } = model;
  const words = replaces ? replacement : setUp;
  const groups = secret.match(/.{1,4}/g) ?? [];
  return {
    title: words.scanTitle,
    once: true,
    scripts: ['copy.js'],
    body: html`<section class="panel">
${!replaces && stepOf(setUp, 2)}
<h1>${words.scanTitle}</h1>
<p>${words.scan}</p>
<p class="qr"><img src="${qrCode}" alt="${setUp.qrAlt}" width="232" height="232"></p>
<p class="on-phone"><a class="button quiet" href="${otpauthUrl}">${setUp.open}</a></p>
<details class="by-hand">
<summary>${setUp.byHand}</summary>
<dl class="facts">
<dt>${setUp.account}</dt><dd>${issuer}: ${account}</dd>
<dt>${setUp.secret}</dt><dd><span class="secret" id="secret">${groups.map((group) => html`<span>${group}</span> `)}</span>
<button type="button" class="quiet small" data-copy="secret" data-copy-without-spaces data-copied="${setUp.copied}" hidden>${setUp.copy}</button></dd>
<dt>${setUp.kind}</dt><dd>${setUp.timeBased}</dd>
<dt>${setUp.parameters}</dt><dd>${setUp.parametersAre(parameters.algorithm, parameters.digits, parameters.periodSeconds)}</dd>
</dl>
</details>
<h2>${setUp.codeTitle}</h2>
<form method="post" action="${replaces ? REPLACE : SET_UP}/code">
${formTokenField(formToken)}
${codeField(setUp.codeLabel(parameters.digits), { focus: false })}
<div class="actions"><button>${setUp.confirm}</button></div>
</form>
</section>`,
  };
}
