import type { NeededFactor } from '../two-factor/needed-factor.ts';
import { type Html, html } from '../web/html.ts';
import type { Messages } from '../web/messages.en.ts';

/** Whether somebody has a second factor, in a word. */
export function factorBadge(secondFactor: NeededFactor, { twoFactor }: Messages): Html {
  if (secondFactor === 'code') return html`<span class="badge good">${twoFactor.on}</span>`;
  if (secondFactor === 'disabled') return html`<span class="badge bad">${twoFactor.disabled}</span>`;
  return html`<span class="badge warn">${twoFactor.off}</span>`;
}
