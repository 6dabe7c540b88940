import { inSpanish } from '../spanish/catalogue.ts';
import { type Html, html } from '../web/html.ts';
import type { Locale } from '../web/locale.ts';
import type { Explanations } from './about.ts';
import { explanations as explainedInEnglish } from './explain.en.ts';
import { explanations as explainedInSpanish } from './explain.es.ts';
import { words as english, type Words } from './words.en.ts';
import { words as spanish } from './words.es.ts';

/** Everything that a page of the reference says, in one language. */
export interface Language {
  words: Words;
  explanations: Explanations;
  /** A text of the specification. */
  say(english: string): string;
}

const languages: Record<Locale, Language> = {
  en: { words: english, explanations: explainedInEnglish, say: (text) => text },
  es: { words: spanish, explanations: explainedInSpanish, say: inSpanish },
};

export const languageOf = (locale: Locale): Language => languages[locale];

/** Text in which what stands between backticks is code. */
export function prose(text: string): Html {
  const parts = text.split('`').map((part, index) => (index % 2 ? html`<code>${part}</code>` : part));
  return html`${parts}`;
}
