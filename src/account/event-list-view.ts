import type { AuditRow } from '../audit/events-of-user.ts';
import { moment } from '../web/dates.ts';
import { type Html, html } from '../web/html.ts';
import type { Locale } from '../web/locale.ts';
import type { Messages } from '../web/messages.en.ts';

/** What was done to somebody, as they read it: no names of actions, and no names of others. */
export function eventList(events: AuditRow[], { events: words, activity }: Messages, locale: Locale): Html {
  const texts: Record<string, string> = words;
  const whatOf = ({ action, outcome }: AuditRow) =>
    texts[`${action} ${outcome}`] ?? texts[action] ?? `${words.other} (${action})`;
  const whoOf = ({ actor_id, target_user_id, sudo_user_id }: AuditRow) => {
    if (actor_id === null) return undefined;
    return actor_id === target_user_id && sudo_user_id === null ? activity.by.you : activity.by.other;
  };
  const item = (event: AuditRow) => {
    const who = whoOf(event);
    const where = [who && activity.byOf(who), event.source && activity.from(event.source)].filter(Boolean);
    return html`<li>${moment(locale, event.occurred_at)} <span>${whatOf(event)}${where.length > 0 && html` <span class="muted">${where.join(' ')}</span>`}</span></li>\n`;
  };
  return html`<ol class="events">
${events.map(item)}</ol>`;
}
