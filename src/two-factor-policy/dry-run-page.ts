import { changePage } from '../administration/change-page.ts';
import { count } from '../administration/paging-view.ts';
import { type Html, html } from '../web/html.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Page } from '../web/page.ts';
import type { DryRun } from './dry-run.ts';
import { describePolicy, type PolicyModel } from './policy-page.ts';

interface DryRunModel extends PolicyModel {
  outcome: DryRun;
  /** undefined: not for this caller. */
  names: Map<number, string> | undefined;
  /** Of this page, with the policy in it. */
  url: string;
}

/** What a policy would do, before it is switched on. */
export function dryRunPage({ outcome, names, url, ...model }: DryRunModel, messages: Messages): Page {
  const { policy: words } = messages;
  const { policy, place, locale, nowMs } = model;
  const { required, affected, userIds } = outcome;
  const isLater = policy.graceEndsAtMs !== null && policy.graceEndsAtMs > nowMs;
  return changePage(
    {
      place,
      url,
      back: '/admin/policy',
      title: words.dryRunTitle,
      text: describePolicy({ ...model, inForce: policy }, messages),
      go: words.switchOn,
      problem: undefined,
      fields:
        policy.requiredOf === 'nobody'
          ? undefined
          : html`<div class="note${affected > 0 && ' warn'}"><p><strong>${words.affected(affected, count(locale, affected))}</strong>
${affected > 0 && (isLater ? words.affectedLater : words.affectedNow)}</p>
<p>${words.required(count(locale, required), count(locale, required - affected))}</p></div>
${names && affected > 0 && peopleView(userIds, names, affected, messages)}`,
    },
    messages,
  );
}

const peopleView = (
  userIds: number[],
  names: Map<number, string>,
  affected: number,
  { policy: words, people }: Messages,
): Html => html`<details${affected <= 10 && html` open`}><summary>${words.who}</summary>
<ul class="tags people-named">${userIds.map((id) => html`<li><a href="/admin/people/${id}">${names.get(id) ?? people.nameless(id)}</a></li>`)}</ul>
${affected > userIds.length && html`<p class="hint">${words.andMore(affected - userIds.length)}</p>`}
</details>`;
