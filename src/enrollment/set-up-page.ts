import { longDate } from '../web/dates.ts';
import { formTokenField } from '../web/form.ts';
import { problemNote } from '../web/form-parts.ts';
import { type Html, html } from '../web/html.ts';
import type { Locale } from '../web/locale.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Page } from '../web/page.ts';

interface SetUpModel {
  formToken: string;
  /** Whether nobody asked for it. */
  chosen: boolean;
  /** From when on they will need it, where the policy says so. */
  graceEndsAtMs?: number | undefined;
  /** Where they go on who do not want to now. */
  returnTo?: string;
  problem?: string | undefined;
}

/** Before anything is shown: what it is about, and what one needs. */
export function setUpPage(
  { formToken, chosen, graceEndsAtMs, returnTo = '/', problem }: SetUpModel,
  { setUp }: Messages,
  locale: Locale,
): Page {
  return {
    title: setUp.title,
    body: html`<section class="panel">
${stepOf(setUp, 1)}
<h1>${setUp.title}</h1>
${problemNote(problem)}
<p>${graceEndsAtMs !== undefined ? setUp.grace(longDate(locale, graceEndsAtMs)) : chosen ? setUp.chosen : setUp.asked}</p>
<h2>${setUp.appTitle}</h2>
<p>${setUp.app}</p>
<form method="post" action="/two-factor/set-up">
${formTokenField(formToken)}
<div class="actions"><button>${setUp.start}</button>
${chosen && html`<a class="button quiet" href="${returnTo}">${setUp.notNow}</a>`}</div>
</form>
${!chosen && html`<form method="post" action="/sign-out" class="below">${formTokenField(formToken)}<button class="link">${setUp.signOut}</button></form>`}
</section>`,
  };
}

/** Where somebody is in setting it up. */
export const stepOf = ({ step }: Messages['setUp'], number: number): Html =>
  html`<p class="step">${step(number, 3)}</p>`;
