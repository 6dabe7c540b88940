import { compose } from './compose.ts';

/**
 * The one spelling under which names and e-mail addresses are compared and kept unique: composed (NFC) and in
 * lower case. Computed here and stored, because two database engines lower-case letters differently.
 */
export const canonical = (text: string): string => compose(text).toLowerCase();
