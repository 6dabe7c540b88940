/**
 * Writes values one after the other, each with its length, so that no two lists read the same. What is not
 * there (null) differs from what is empty.
 */
export function framed(values: readonly (string | number | null)[]): string {
  let text = '';
  for (const value of values) {
    if (value === null) {
      text += '-:';
      continue;
    }
    const field = String(value);
    text += `${field.length}:${field}`;
  }
  return text;
}
