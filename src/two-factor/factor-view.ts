import { type Html, html } from '../web/html.ts';
import type { Messages } from '../web/messages.en.ts';
import type { FactorState } from './factor-state.ts';

const colours: Record<FactorState, string> = { on: 'good', asked: 'warn', off: '', suspended: 'bad' };

/** How it stands with somebody's second factor, in a word or two. */
export const factorBadge = (state: FactorState, { people }: Messages): Html =>
  html`<span class="badge ${colours[state]}">${people.factors[state]}</span>`;
