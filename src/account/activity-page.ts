import type { AuditRow } from '../audit/events-of-user.ts';
import { html } from '../web/html.ts';
import type { Locale } from '../web/locale.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Place } from '../web/navigation.ts';
import type { Page } from '../web/page.ts';
import { eventList } from './event-list-view.ts';

interface ActivityModel {
  place: Place;
  events: AuditRow[];
  /** Whether there are newer ones than these. */
  later: boolean;
  /** From which record on the next page goes back; undefined: there is none. */
  olderThan: number | undefined;
}

export function activityPage(
  { place, events, later, olderThan }: ActivityModel,
  messages: Messages,
  locale: Locale,
): Page {
  const { activity: words } = messages;
  return {
    title: words.title,
    place,
    width: 'medium',
    scripts: ['dates.js'],
    body: html`<h1>${words.title}</h1>
<p class="lead">${words.text}</p>
<section class="panel">
${events.length === 0 ? html`<p>${words.none}</p>` : eventList(events, messages, locale)}
${
  (later || olderThan !== undefined) &&
  html`<nav class="actions" aria-label="${words.title}">
${later && html`<a class="button quiet" href="/account/activity">${words.newest}</a>`}
${olderThan !== undefined && html`<a class="button quiet" href="/account/activity?before=${olderThan}">${words.older}</a>`}</nav>`
}
<p class="hint" data-utc>${words.utc}</p>
</section>`,
  };
}
