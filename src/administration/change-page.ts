import { formTokenField } from '../web/form.ts';
import { problemNote } from '../web/form-parts.ts';
import { type Html, html } from '../web/html.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Place } from '../web/navigation.ts';
import type { Page } from '../web/page.ts';

interface ChangeModel {
  place: Place;
  /** Where the form goes, which is where its page is. */
  url: string;
  back: string;
  title: string;
  /** What will happen. */
  text: string;
  /** What the form asks for. */
  fields?: Html | undefined;
  go: string;
  /** What the way back is called; usual: Cancel. */
  backText?: string;
  /** Whether it takes something away. */
  danger?: boolean;
  problem: string | undefined;
}

/** Asks before something is changed. */
export function changePage(
  { place, url, back, title, text, fields, go, backText, danger, problem }: ChangeModel,
  { change }: Messages,
): Page {
  return {
    title: problem === undefined ? title : `${change.failed}: ${title}`,
    place,
    width: 'medium',
    styles: ['administration.css'],
    body: html`<section class="panel">
<h1>${title}</h1>
${problemNote(problem, change.failed)}
<p>${text}</p>
<form method="post" action="${url}">
${formTokenField(place.formToken)}
${fields}
<div class="actions"><button${danger && html` class="danger"`}>${go}</button><a class="button quiet" href="${back}">${backText ?? change.cancel}</a></div>
</form>
</section>`,
  };
}
