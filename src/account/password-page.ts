import { MAX_PASSWORD_LENGTH } from '../password-policy/check-password.ts';
import type { PasswordFault } from '../password-policy/password-faults.ts';
import { formTokenField } from '../web/form.ts';
import { html } from '../web/html.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Place } from '../web/navigation.ts';
import type { Page } from '../web/page.ts';

/** What is wrong with what somebody typed. */
export type PasswordProblem = PasswordFault | 'missing' | 'different' | 'wrong' | { waitMinutes: number };

interface PasswordModel {
  place: Place;
  email: string;
  minLength: number;
  problems?: PasswordProblem[];
}

export function passwordPage(model: PasswordModel, messages: Messages): Page {
  const { place, email, minLength, problems = [] } = model;
  const { changePassword: words, password } = messages;
  const told = (problem: PasswordProblem): string => {
    if (typeof problem === 'object') return messages.wait(problem.waitMinutes);
    if (problem === 'wrong') return words.wrong;
    if (problem === 'min_length') return password.min_length(minLength);
    return problem === 'max_length' ? password.max_length(MAX_PASSWORD_LENGTH) : password[problem];
  };
  const currentIsWrong = problems.some((problem) => problem === 'wrong' || typeof problem === 'object');
  const invalid = (isWrong: boolean) => isWrong && html` aria-invalid="true" aria-describedby="problems"`;
  const newIsWrong = problems.length > 0 && !currentIsWrong;
  return {
    title: problems.length ? `${password.notSaved}: ${words.title}` : words.title,
    place,
    width: 'medium',
    body: html`<section class="panel">
<h1>${words.title}</h1>
${
  problems.length > 0 &&
  html`<div class="note bad" role="alert" id="problems"><p><strong>${password.notSaved}</strong></p>
<ul>${problems.map((problem) => html`<li>${told(problem)}</li>`)}</ul></div>`
}
<p>${words.text}</p>
<form method="post" action="/account/password">
${formTokenField(place.formToken)}
<input type="text" value="${email}" autocomplete="username" readonly hidden>
<div class="field">
<label for="current">${words.current}</label>
<input type="password" id="current" name="current" required autocomplete="current-password"${invalid(currentIsWrong)}>
</div>
<div class="field">
<label for="password">${password.password}</label>
<input type="password" id="password" name="password" required autocomplete="new-password"${invalid(newIsWrong) || html` aria-describedby="hint"`}>
<span class="hint" id="hint">${password.atLeast(minLength)}</span>
</div>
<div class="field">
<label for="repeat">${password.repeat}</label>
<input type="password" id="repeat" name="repeat" required autocomplete="new-password"${invalid(newIsWrong)}>
</div>
<div class="actions"><button>${password.save}</button><a class="button quiet" href="/account/profile">${words.cancel}</a></div>
</form>
</section>`,
  };
}
