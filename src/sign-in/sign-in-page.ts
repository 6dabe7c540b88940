import { problemNote, wrong } from '../web/form-parts.ts';
import { html } from '../web/html.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Page } from '../web/page.ts';

/** Why somebody is here who did not come to sign in. */
export type Why = 'ended' | 'again' | 'out';

interface SignInModel {
  issuer: string;
  email: string;
  returnTo: string;
  why: Why | undefined;
  problem?: string | undefined;
}

export const whyOf = (given: unknown): Why | undefined =>
  given === 'ended' || given === 'again' || given === 'out' ? given : undefined;

export function signInPage({ issuer, email, returnTo, why, problem }: SignInModel, messages: Messages): Page {
  const { signIn } = messages;
  return {
    title: problem === undefined ? signIn.title(issuer) : `${signIn.failed}: ${signIn.title(issuer)}`,
    width: 'narrow',
    scripts: ['send-once.js'],
    body: html`<section class="panel">
<h1>${signIn.title(issuer)}</h1>
${problemNote(problem) ?? (why && html`<div class="note${why === 'out' ? ' good' : ''}" role="status"><p>${signIn.why[why]}</p></div>`)}
<form method="post" action="/sign-in">
<input type="hidden" name="next" value="${returnTo}">
${why === 'again' && html`<input type="hidden" name="why" value="again">`}
<div class="field">
<label for="email">${signIn.email}</label>
<input type="email" id="email" name="email" value="${email}" required autocomplete="username" autocapitalize="off" spellcheck="false"${email === '' && html` autofocus`}${wrong(problem !== undefined)}>
</div>
<div class="field">
<div class="beside"><label for="password">${signIn.password}</label><a href="/sign-in/forgotten-password">${signIn.forgotten}</a></div>
<input type="password" id="password" name="password" required autocomplete="current-password"${email !== '' && html` autofocus`}${wrong(problem !== undefined)}>
</div>
<div class="actions"><button>${signIn.go}</button></div>
</form>
</section>`,
  };
}
