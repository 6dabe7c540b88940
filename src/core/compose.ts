/**
 * Longer, in UTF-16 units, than anything that is looked up or hashed. Composing takes the square of the marks on one
 * letter: 64 KiB of them take seconds, in which this process does nothing else.
 */
const MAX_COMPOSED = 2_048;

/** Text with its letters and marks composed (NFC); what is too long to mean anything is left as it is. */
export const compose = (text: string): string => (text.length > MAX_COMPOSED ? text : text.normalize('NFC'));
