import { RECOVERY_CODE_COUNT } from '../core/recovery-codes.ts';
import { formTokenField } from '../web/form.ts';
import { problemNote } from '../web/form-parts.ts';
import { html } from '../web/html.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Place } from '../web/navigation.ts';
import type { Page } from '../web/page.ts';
import { REPLACE } from './scan-page.ts';

/** Before another seed is shown: what will happen, and when. */
export function replacementPage(
  { place, codesLeft, problem }: { place: Place; codesLeft: number; problem?: string | undefined },
  { replacement: words }: Messages,
): Page {
  return {
    title: words.title,
    place,
    width: 'medium',
    body: html`<section class="panel">
<h1>${words.title}</h1>
${problemNote(problem)}
<p>${words.text}</p>
<p>${words.after} ${words.codes(codesLeft === RECOVERY_CODE_COUNT)}</p>
<form method="post" action="${REPLACE}">
${formTokenField(place.formToken)}
<div class="actions"><button>${words.start}</button><a class="button quiet" href="/account/two-factor">${words.notNow}</a></div>
</form>
</section>`,
  };
}
