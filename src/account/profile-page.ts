import { formTokenField } from '../web/form.ts';
import { problemNote, wrong } from '../web/form-parts.ts';
import { html } from '../web/html.ts';
import { localeOf } from '../web/locale.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Place } from '../web/navigation.ts';
import type { Page } from '../web/page.ts';
import { doneNote } from './done-note-view.ts';

interface ProfileModel {
  place: Place;
  email: string;
  hasPassword: boolean;
  firstName: string;
  lastName: string;
  /** Their language tag. */
  language: string | null;
  done?: string | undefined;
  problem?: string | undefined;
}

export function profilePage(model: ProfileModel, { profile: words, overview }: Messages): Page {
  const { place, email, hasPassword, language, done, problem } = model;
  const chosen = language ? (localeOf(language) ?? language) : '';
  // A language that only other programs know stays as it is, unless another is chosen.
  const options = { ...words.languages, ...(chosen in words.languages ? {} : { [chosen]: chosen }) };
  const nameField = (name: 'first' | 'last', value: string, autocomplete: string) => html`<div class="field">
<label for="${name}">${words[name]}</label>
<input type="text" id="${name}" name="${name}" value="${value}" autocomplete="${autocomplete}"${wrong(problem !== undefined)}>
</div>`;
  return {
    title: problem === undefined ? words.title : `${words.notSaved}: ${words.title}`,
    place,
    width: 'medium',
    body: html`<h1>${words.title}</h1>
${problemNote(problem, words.notSaved) ?? doneNote(done)}
<section class="panel">
<form method="post" action="/account/profile">
${formTokenField(place.formToken)}
<div class="pair">
${nameField('first', model.firstName, 'given-name')}
${nameField('last', model.lastName, 'family-name')}
</div>
<div class="field">
<label for="language">${words.language}</label>
<select id="language" name="language" aria-describedby="language-hint">
${Object.entries(options).map(([tag, name]) => html`<option value="${tag}"${tag !== '' && html` lang="${tag}"`}${tag === chosen && html` selected`}>${name}</option>\n`)}</select>
<span class="hint" id="language-hint">${words.languageText}</span>
</div>
<div class="actions"><button>${words.save}</button></div>
</form>
</section>
<section class="panel">
<h2>${words.email}</h2>
<p>${email || overview.none}</p>
<p class="hint">${words.emailText}</p>
</section>
<section class="panel">
<h2>${words.password}</h2>
${
  hasPassword
    ? html`<p>${words.passwordText}</p>
<p class="actions"><a class="button quiet" href="/account/password">${words.changePassword}</a></p>`
    : html`<p>${words.noPassword}</p>`
}
</section>`,
  };
}
