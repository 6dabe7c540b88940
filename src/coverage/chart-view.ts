import { type Html, html } from '../web/html.ts';

/** A drawing is this large, in units of its own, and is stretched to the room there is. Words stand beside it. */
const WIDTH = 600;
const HEIGHT = 160;

interface Axes {
  /** What a screen reader says in place of the picture. */
  label: string;
  /** At the top of the scale. */
  top: string;
  /** Under the first and the last value. */
  first: string;
  last: string;
}

const framed = ({ label, top, first, last }: Axes, drawing: Html): Html => html`<div class="chart">
<span class="top-label" aria-hidden="true">${top}</span>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${label}">
${[0, 0.5, 1].map((part) => html`<line class="grid" x1="0" x2="${WIDTH}" y1="${part * HEIGHT}" y2="${part * HEIGHT}"/>`)}
${drawing}
</svg>
<span class="ends" aria-hidden="true"><span>${first}</span><span>${last}</span></span>
</div>`;

/** Shares from 0 to 1, one after the other, as an area. */
export function areaChart(axes: Axes, shares: readonly number[]): Html {
  const points = shares.map((share, index) => {
    const x = (index / Math.max(shares.length - 1, 1)) * WIDTH;
    return `${round(x)},${round((1 - share) * HEIGHT)}`;
  });
  return framed(
    axes,
    html`<polygon class="area" points="0,${HEIGHT} ${points.join(' ')} ${WIDTH},${HEIGHT}"/>
<polyline class="line" points="${points.join(' ')}"/>`,
  );
}

/** Counts, one beside the other, as bars. */
export function barChart(axes: Axes, counts: readonly number[], highest: number): Html {
  const room = WIDTH / counts.length;
  return framed(
    axes,
    html`${counts.map((value, index) => {
      // What is there at all can be seen.
      const height = value === 0 ? 0 : Math.max((value / highest) * HEIGHT, 2);
      return html`<rect class="bar" x="${round(index * room + room * 0.15)}" y="${round(HEIGHT - height)}" width="${round(room * 0.7)}" height="${round(height)}"/>`;
    })}`,
  );
}

/** One share as a bar in a row of a table, where the number stands, too. */
export const shareBar = (share: number): Html =>
  html`<svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="rest" width="100" height="8"/><rect class="bar" width="${round(share * 100)}" height="8"/></svg>`;

/** A number at which a scale ends: 1, 2 or 5 with zeros. */
export function roundedUp(highest: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(highest, 1)));
  return [1, 2, 5, 10].map((step) => step * power).find((value) => value >= highest) ?? highest;
}

const round = (value: number): number => Math.round(value * 10) / 10;
