import { problemNote, wrong } from '../web/form-parts.ts';
import { html } from '../web/html.ts';
import type { Messages } from '../web/messages.en.ts';
import { notePage } from '../web/note-page.ts';
import type { Page } from '../web/page.ts';

export function forgottenPasswordPage(
  { email, problem }: { email: string; problem?: string },
  { forgotten, signIn }: Messages,
): Page {
  return {
    title: problem === undefined ? forgotten.title : `${forgotten.failed}: ${forgotten.title}`,
    width: 'narrow',
    body: html`<section class="panel">
<h1>${forgotten.title}</h1>
${problemNote(problem) ?? html`<p>${forgotten.text}</p>`}
<form method="post" action="/sign-in/forgotten-password">
<div class="field">
<label for="email">${signIn.email}</label>
<input type="email" id="email" name="email" value="${email}" required autofocus autocomplete="username" autocapitalize="off" spellcheck="false"${wrong(problem !== undefined)}>
</div>
<div class="actions"><button>${forgotten.go}</button></div>
</form>
<p class="below"><a href="/sign-in">${forgotten.back}</a></p>
</section>`,
  };
}

/** The same for an address that nobody has. */
export const linkMailedPage = ({ forgotten }: Messages): Page => ({
  ...notePage(forgotten.sentTitle, forgotten.sentText, { url: '/sign-in', text: forgotten.back }),
  width: 'narrow',
});

/** Where no mail can be sent, whoever asks. */
export const noMailPage = ({ forgotten }: Messages): Page => ({
  ...notePage(forgotten.title, forgotten.noMail, { url: '/sign-in', text: forgotten.back }),
  width: 'narrow',
});
