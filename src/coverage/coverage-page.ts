import { count } from '../administration/paging-view.ts';
import { longDate, shortDate } from '../web/dates.ts';
import { type Html, html, type Part } from '../web/html.ts';
import type { Locale } from '../web/locale.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Place } from '../web/navigation.ts';
import type { Page } from '../web/page.ts';
import { areaChart, barChart, roundedUp, shareBar } from './chart-view.ts';
import type { readFailures, readGroupShares, readShares, Share } from './read-coverage.ts';

interface CoverageModel {
  shares: Awaited<ReturnType<typeof readShares>>;
  groups: Awaited<ReturnType<typeof readGroupShares>>;
  /** undefined: not for this caller. */
  failures: Awaited<ReturnType<typeof readFailures>> | undefined;
  place: Place;
  locale: Locale;
}

export function coveragePage(model: CoverageModel, messages: Messages): Page {
  const { failures, place } = model;
  const { coverage: words } = messages;
  return {
    title: words.title,
    place,
    width: 'wide',
    styles: ['administration.css'],
    body: html`<h1>${words.title}</h1>
<div class="columns">
${sharesPanel(model, messages)}
${groupsPanel(model, messages)}
${failures && failuresPanel('wrongCodes', { ...model, failures }, messages)}
${failures && failuresPanel('lockouts', { ...model, failures }, messages)}
</div>`,
  };
}

const shareOf = ({ people, enrolled }: Share): number => (people === 0 ? 0 : enrolled / people);
const percent = (locale: Locale, share: number): string =>
  new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(share);

function sharesPanel({ shares, locale }: CoverageModel, { coverage: words }: Messages): Html {
  const now = shares.at(-1) ?? { people: 0, enrolled: 0, atMs: 0 };
  const [first = now] = shares;
  const share = percent(locale, shareOf(now));
  const axes = {
    label: words.shareLabel(percent(locale, shareOf(first)), longDate(locale, first.atMs), share),
    top: percent(locale, 1),
    first: shortDate(locale, first.atMs),
    last: words.today,
  };
  return html`<section class="panel"><h2>${words.share}</h2>
<p class="figure"><strong>${share}</strong> ${words.shareNow(count(locale, now.enrolled), count(locale, now.people))}</p>
${areaChart(axes, shares.map(shareOf))}
${asTable(
  words,
  [words.week, words.having, words.people, words.shareShort],
  shares.map((one) => [
    longDate(locale, one.atMs),
    count(locale, one.enrolled),
    count(locale, one.people),
    percent(locale, shareOf(one)),
  ]),
)}
<p class="hint">${words.ofToday}</p>
</section>`;
}

function groupsPanel({ groups, locale }: CoverageModel, { coverage: words }: Messages): Html {
  return html`<section class="panel"><h2>${words.groups}</h2>
${
  groups.length === 0
    ? html`<p class="muted">${words.noGroups}</p>`
    : html`<table><thead><tr><th scope="col">${words.group}</th><th scope="col" class="number">${words.having}</th></tr></thead>
<tbody>${groups.map(
        (
          group,
        ) => html`<tr><th scope="row" class="plain"><a href="/admin/people?group=${group.id}">${group.name}</a>${shareBar(shareOf(group))}</th>
<td class="number">${percent(locale, shareOf(group))}<span class="sub">${words.of(count(locale, group.enrolled), count(locale, group.people))}</span></td></tr>`,
      )}</tbody></table>
<p class="hint">${words.largest}</p>`
}
</section>`;
}

function failuresPanel(
  what: 'wrongCodes' | 'lockouts',
  { failures, locale }: CoverageModel & { failures: NonNullable<CoverageModel['failures']> },
  { coverage: words }: Messages,
): Html {
  const counts = failures.map((day) => day[what]);
  const total = counts.reduce((sum, value) => sum + value, 0);
  const highest = roundedUp(Math.max(...counts));
  const firstMs = failures[0]?.dayMs ?? 0;
  const axes = {
    label: words.failuresLabel(words[what], count(locale, total), count(locale, Math.max(...counts))),
    top: count(locale, highest),
    first: shortDate(locale, firstMs),
    last: words.today,
  };
  return html`<section class="panel"><h2>${words[what]}</h2>
<p class="figure"><strong>${count(locale, total)}</strong> ${words.lastDays(failures.length)}</p>
${barChart(axes, counts, highest)}
${asTable(
  words,
  [words.day, words[what]],
  failures.toReversed().map((day) => [longDate(locale, day.dayMs), count(locale, day[what])]),
)}
</section>`;
}

const asTable = (words: Messages['coverage'], heads: string[], rows: Part[][]): Html =>
  html`<details><summary>${words.asTable}</summary>
<div class="scroll" tabindex="0" role="region" aria-label="${words.asTable}"><table>
<thead><tr>${heads.map((head, index) => html`<th scope="col"${index > 0 && html` class="number"`}>${head}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell, index) => (index > 0 ? html`<td class="number">${cell}</td>` : html`<td>${cell}</td>`))}</tr>`)}</tbody>
</table></div></details>`;
