import { html } from '../web/html.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Place } from '../web/navigation.ts';
import type { Page } from '../web/page.ts';
import { changePage } from './change-page.ts';
import { shownName } from './named-people-view.ts';
import { changeNamed } from './person-changes.ts';
import type { Person } from './read-person.ts';

/** The name of the file that has the key of a person. */
export const fileOf = (userId: number): string => `countersign-person-${userId}.age`;

/**
 * Says what a file with the key of a person is for, before it is downloaded. A browser stays on the page then.
 *
 * @param recipients The public keys that it is sealed to.
 */
export function movePage(
  {
    person,
    recipients,
    place,
    problem,
  }: { person: Person; recipients: readonly string[]; place: Place; problem: string | undefined },
  messages: Messages,
): Page {
  const { personChanges } = messages;
  const { move: words } = personChanges;
  const back = `/admin/people/${person.id}`;
  const takesCodes = person.factor === 'on' && !person.isDisabled;
  const endings = (['suspend-second-factor', 'reset-second-factor', 'disable-account'] as const).filter(
    (name) => takesCodes && changeNamed(name).applies(person),
  );
  return changePage(
    {
      place,
      url: `${back}/move`,
      back,
      backText: words.back,
      title: words.title(shownName(person, messages)),
      text: words.text,
      go: words.go,
      problem,
      fields: html`<p>${words.sealedTo}${recipients.map((recipient) => html`<br><code>${recipient}</code>`)}</p>
<p>${words.there}</p>
<pre class="wrapped" role="group" aria-label="${words.command}"><code>countersign user import <span class="whole">${fileOf(person.id)}</span> <span class="whole">--identity key.txt</span></code></pre>
${person.email === null && html`<div class="note warn"><p>${words.noEmail(person.id)}</p></div>`}
<p>${takesCodes ? words.afterwards : words.noCodesHere}</p>
${
  endings.length > 0 &&
  html`<p>${words.end}</p>
<ul>${endings.map((name) => html`<li><a href="${back}/${name}">${words.endings[name]}</a></li>`)}</ul>`
}`,
    },
    messages,
  );
}
