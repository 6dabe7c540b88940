import { addressOf, pagingView } from '../administration/paging-view.ts';
import { problemNote } from '../web/form-parts.ts';
import { type Html, html } from '../web/html.ts';
import type { Locale } from '../web/locale.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Place } from '../web/navigation.ts';
import type { Page } from '../web/page.ts';
import { eventRows, type Names } from './event-view.ts';
import type { AuditRow } from './events-of-user.ts';

/** What the log can be asked for on the page. */
export const filterNames = [
  'action',
  'outcome',
  'actor_id',
  'target_user_id',
  'source',
  'from',
  'to',
  'before_id',
] as const;
type FilterName = (typeof filterNames)[number];
export type Asked = Record<FilterName, string>;

interface AuditModel {
  asked: Asked;
  events: AuditRow[];
  names: Names;
  hasMore: boolean;
  /** Whether something that was asked for makes no sense. */
  problem: boolean;
  place: Place;
  locale: Locale;
}

export function auditPage(model: AuditModel, messages: Messages): Page {
  const { asked, events, place, problem } = model;
  const { auditLog: words } = messages;
  const { before_id: _, ...filters } = asked;
  return {
    title: words.title,
    place,
    width: 'wide',
    styles: ['administration.css'],
    scripts: ['dates.js'],
    body: html`<div class="titled"><h1>${words.title}</h1>
<a class="button quiet" href="${addressOf('/admin/audit.csv', filters)}" download>${words.download}</a></div>
${problemNote(problem ? words.problem : undefined)}
<form method="get" action="/admin/audit" class="filters" role="search">
${actionChoice(asked, messages)}
${textFilter('outcome', words.outcome, asked, 'accepted')}
${textFilter('actor_id', words.actor, asked, '7')}
${textFilter('target_user_id', words.target, asked, '7')}
${textFilter('source', words.source, asked, '192.0.2.%')}
${dayFilter('from', words.from, asked)}
${dayFilter('to', words.to, asked)}
<button class="quiet">${words.go}</button>
</form>
${
  events.length === 0
    ? html`<div class="panel empty"><h2>${words.none}</h2><p>${words.noneText}</p><p><a href="/admin/audit">${words.all}</a></p></div>`
    : tableView(model, messages)
}
<p class="hint" data-utc>${messages.activity.utc}</p>`,
  };
}

/** Known actions by their words, sorted, and whatever else was asked for. */
function actionChoice({ action }: Asked, { auditLog: words, records }: Messages): Html {
  const known = Object.entries(records.actions).sort(([, a], [, b]) => a.localeCompare(b));
  if (action !== '' && !(action in records.actions)) known.push([action, action]);
  return html`<div class="field"><label for="action">${words.action}</label><select id="action" name="action">
<option value="">${words.any}</option>
${known.map(([name, text]) => html`<option value="${name}"${name === action && html` selected`}>${text}</option>`)}
</select></div>`;
}

const textFilter = (name: FilterName, label: string, asked: Asked, example: string): Html =>
  html`<div class="field short"><label for="${name}">${label}</label>
<input type="text" id="${name}" name="${name}" value="${asked[name]}" placeholder="${example}" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="255"></div>`;

const dayFilter = (name: FilterName, label: string, asked: Asked): Html =>
  html`<div class="field short"><label for="${name}">${label}</label>
<input type="date" id="${name}" name="${name}" value="${asked[name]}"></div>`;

function tableView({ asked, events, names, hasMore, locale }: AuditModel, messages: Messages): Html {
  const { auditLog: words, records: heads } = messages;
  const last = events.at(-1)?.id;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${words.title}"><table class="list">
<thead><tr><th scope="col">${heads.when}</th><th scope="col">${heads.what}</th><th scope="col">${heads.outcome}</th><th scope="col">${heads.actor}</th><th scope="col">${heads.target}</th><th scope="col">${heads.source}</th></tr></thead>
<tbody>
${eventRows(events, { locale, withTarget: true, names }, messages)}
</tbody></table></div>
${pagingView(
  {
    first: asked.before_id === '' ? undefined : addressOf('/admin/audit', { ...asked, before_id: '' }),
    next: hasMore ? addressOf('/admin/audit', { ...asked, before_id: last }) : undefined,
  },
  { ...messages, paging: { ...messages.paging, first: words.newest, next: words.older } },
)}`;
}
