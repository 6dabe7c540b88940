/**
 * What a YAML document says, with every value as the text that it is: a seed of digits must not become a number.
 *
 * @throws RangeError when it is none, without a word of what it says
 */
export async function parseYaml(text: string): Promise<unknown> {
  const { parse } = await import('yaml');
  try {
    return parse(text, { schema: 'failsafe', logLevel: 'error' });
  } catch {
    throw new RangeError('the YAML is broken');
  }
}
