import { localeOf } from '../web/locale.ts';
import type { Messages } from '../web/messages.en.ts';

/** The name of a user's language; one that the pages do not have is shown as it is. */
export function languageOf(tag: string | null, { profile }: Messages): string {
  if (!tag) return profile.languages[''];
  const locale = localeOf(tag);
  return locale ? profile.languages[locale] : tag;
}
