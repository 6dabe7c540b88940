import { type Html, html } from './html.ts';

/** What is wrong with what was sent, where a screen reader says it first. Fields point to it. */
export const problemNote = (problem: string | undefined, title?: string): Html | undefined =>
  problem === undefined
    ? undefined
    : html`<div class="note bad" role="alert" id="problem">${title && html`<p><strong>${title}</strong></p>`}<p>${problem}</p></div>`;

/** What the attributes of a field say while something is wrong. */
export const wrong = (isWrong: boolean): Html | false =>
  isWrong && html` aria-invalid="true" aria-describedby="problem"`;

/** The one field of a page that asks for a code: typed, pasted, or put in by the browser. */
export const codeField = (
  label: string,
  { isWrong = false, focus = true }: { isWrong?: boolean; focus?: boolean },
): Html => html`<div class="field">
<label for="code">${label}</label>
<input class="code" type="text" id="code" name="code" required${focus && html` autofocus`} inputmode="numeric" autocomplete="one-time-code" autocapitalize="off" spellcheck="false" maxlength="20"${wrong(isWrong)}>
</div>`;
