import { formTokenField } from '../web/form.ts';
import { codeField, problemNote } from '../web/form-parts.ts';
import { html } from '../web/html.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Page } from '../web/page.ts';
import { REPLACE, SET_UP } from './scan-page.ts';
import { stepOf } from './set-up-page.ts';

interface FirstCodeModel {
  formToken: string;
  digits: number;
  problem?: string | undefined;
  /** Of a seed that is to take the place of another. */
  replaces?: boolean;
}

/** The first code again. The seed is not shown again: who does not have it gets another. */
export function firstCodePage(
  { formToken, digits, problem, replaces = false }: FirstCodeModel,
  { setUp, replacement }: Messages,
): Page {
  const path = replaces ? REPLACE : SET_UP;
  return {
    title: problem === undefined ? setUp.codeTitle : `${setUp.codeFailed}: ${setUp.codeTitle}`,
    body: html`<section class="panel">
${!replaces && stepOf(setUp, 2)}
<h1>${setUp.codeTitle}</h1>
${problemNote(problem, setUp.codeFailed)}
<form method="post" action="${path}/code">
${formTokenField(formToken)}
${codeField(setUp.codeLabel(digits), { isWrong: problem !== undefined })}
<div class="actions"><button>${setUp.confirm}</button></div>
</form>
<form method="post" action="${path}" class="below">
${formTokenField(formToken)}
<p>${setUp.again}</p>
<button class="quiet">${setUp.newCode}</button>
</form>
${replaces && html`<p class="below"><a href="/account/two-factor">${replacement.notNow}</a></p>`}
</section>`,
  };
}
