import { doneNote, doneText } from '../account/done-note-view.ts';
import { longDate } from '../web/dates.ts';
import { problemNote } from '../web/form-parts.ts';
import { type Html, html } from '../web/html.ts';
import type { Locale } from '../web/locale.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Place } from '../web/navigation.ts';
import type { Page } from '../web/page.ts';
import type { Policy } from './read-policy.ts';

/** A group or a role that a policy can name. */
export interface Choice {
  id: number;
  name: string;
}

export type PolicyProblem = keyof Messages['policy']['problems'];

export interface PolicyModel {
  /** As the form has it. */
  policy: Policy;
  inForce: Policy;
  groups: Choice[];
  roles: Choice[];
  nowMs: number;
  place: Place;
  locale: Locale;
  problem?: PolicyProblem | undefined;
  query?: unknown;
  /** Why a change was refused. */
  refusal?: string | undefined;
}

const requirements = ['nobody', 'everybody', 'some'] as const;

export function policyPage(model: PolicyModel, messages: Messages): Page {
  const { policy, groups, roles, place, problem, refusal } = model;
  const { policy: words, change } = messages;
  const wrong = problem ? words.problems[problem] : refusal;
  return {
    title: wrong === undefined ? words.title : `${change.failed}: ${words.title}`,
    place,
    width: 'medium',
    styles: ['administration.css'],
    body: html`<h1>${words.title}</h1>
${doneNote(doneText(change.done, model.query ?? {}))}
<section class="panel"><h2>${words.inForce}</h2>
<p>${describePolicy(model, messages)}</p>
<p class="hint">${words.counts}</p>
</section>
<section class="panel"><h2>${words.another}</h2>
${problemNote(wrong, change.failed)}
<form method="get" action="/admin/policy/change">
<fieldset><legend>${words.ofWhom}</legend>
${requirements.map(
  (of) =>
    html`<label class="check"><input type="radio" name="required_of" value="${of}"${policy.requiredOf === of && html` checked`}> <span>${words.requiredOf[of]}</span></label>`,
)}
</fieldset>
${choices('group', words.groups, groups, policy.groupIds)}
${choices('role', words.roles, roles, policy.roleIds)}
<div class="field"><label for="from">${words.from}</label>
<input type="date" id="from" name="from" class="day" value="${policy.graceEndsAtMs !== null && dayOf(policy.graceEndsAtMs)}" aria-describedby="from-hint">
<span class="hint" id="from-hint">${words.fromHint}</span></div>
<div class="actions"><button>${words.dryRun}</button></div>
</form>
</section>`,
  };
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const choices = (name: string, legend: string, all: Choice[], chosen: number[]): Html =>
  html`<fieldset class="choices"><legend>${legend}</legend>
${all.map(
  (one) =>
    html`<label class="check"><input type="checkbox" name="${name}" value="${one.id}"${chosen.includes(one.id) && html` checked`}> <span>${one.name}</span></label>`,
)}
</fieldset>`;

/** Of whom a second factor is required, and from when on, in a sentence. */
export function describePolicy(
  { inForce, groups, roles, nowMs, locale }: PolicyModel,
  { policy: words }: Messages,
): string {
  if (inForce.requiredOf === 'nobody') return words.ofNobody;
  const either = new Intl.ListFormat(locale, { type: 'disjunction' });
  const named = (all: Choice[], ids: number[]) =>
    ids.length
      ? either.format(ids.map((id) => all.find((one) => one.id === id)?.name ?? `#${id}`))
      : undefined;
  const of =
    inForce.requiredOf === 'everybody'
      ? words.ofEverybody
      : words.ofSome(named(groups, inForce.groupIds), named(roles, inForce.roleIds));
  const from = inForce.graceEndsAtMs;
  if (from === null || from <= nowMs) return `${of} ${words.now}`;
  return `${of} ${words.since(longDate(locale, from))}`;
}
