import { moment } from '../web/dates.ts';
import { type Html, html } from '../web/html.ts';
import type { Locale } from '../web/locale.ts';
import type { Messages } from '../web/messages.en.ts';
import type { AuditRow } from './events-of-user.ts';

/** Names of users by their ids, where they are known. undefined: the reader may not see who users are. */
export type Names = ReadonlyMap<number, string> | undefined;

/**
 * Records as rows of a table: when, what, how it ended, who, (to whom,) from where.
 *
 * @param withTarget Whether to say to whom it was done.
 */
export const eventRows = (
  events: readonly AuditRow[],
  { locale, withTarget, names }: { locale: Locale; withTarget: boolean; names: Names },
  messages: Messages,
): Html[] =>
  events.map(
    (event) => html`<tr><td class="when">${moment(locale, event.occurred_at)}</td>
<td class="what">${actionWords(event.action, messages)}${event.detail !== null && html`<span class="sub">${event.detail}</span>`}</td>
<td>${outcomeBadge(event.outcome, messages)}</td>
<td data-label="${messages.records.actor}">${event.actor_id === null ? html`<span class="muted">${messages.records.server}</span>` : userLink(event.actor_id, names)}</td>
${withTarget && html`<td data-label="${messages.records.target}">${event.target_user_id !== null && userLink(event.target_user_id, names)}</td>`}
<td data-label="${messages.records.source}"><span class="mono">${event.source}</span></td></tr>`,
  );

const userLink = (id: number, names: Names): Html =>
  names === undefined
    ? html`#${id}`
    : html`<a class="who" href="/admin/people/${id}">${names.get(id) ?? `#${id}`}</a>`;

/** What was done, in words; an action that nobody has words for by its name. */
export function actionWords(action: string, { records }: Messages): string {
  return (records.actions as Record<string, string>)[action] ?? action;
}

function outcomeBadge(outcome: string, { records }: Messages): Html {
  const words = (records.outcomes as Record<string, string>)[outcome] ?? outcome;
  const kind = outcome === 'done' ? '' : outcome === 'accepted' ? 'good' : 'warn';
  return outcome === 'done' ? html`${words}` : html`<span class="badge ${kind}">${words}</span>`;
}
