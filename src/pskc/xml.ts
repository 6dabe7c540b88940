/** An element of XML. Names are without prefix and in lower case, because some programs write them so. */
export interface Element {
  name: string;
  namespace: string;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
}

const DEEPEST = 32;

/**
 * Reads a document without document type: there are no entities but the five that XML has, and nothing is fetched.
 *
 * @throws RangeError when it is not well-formed, or has a document type
 */
export async function parseXml(text: string): Promise<Element> {
  const { SaxesParser } = await import('saxes');
  const parser = new SaxesParser({ xmlns: true });
  const root: Element = { name: '', namespace: '', attributes: {}, children: [], text: '' };
  const open = [root];
  parser.on('doctype', () => {
    throw new RangeError('the XML has a document type, which is not allowed');
  });
  // Not its own message, which may quote what stands there.
  parser.on('error', () => {
    throw new RangeError(`the XML is broken in line ${parser.line}`);
  });
  parser.on('opentag', ({ local, uri, attributes }) => {
    if (open.length > DEEPEST) throw new RangeError('the XML is nested too deeply');
    const element: Element = {
      name: local.toLowerCase(),
      namespace: uri,
      attributes: Object.fromEntries(
        Object.values(attributes).map(({ local, value }) => [local.toLowerCase(), value]),
      ),
      children: [],
      text: '',
    };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => open.pop());
  const add = (part: string) => {
    const element = open.at(-1);
    if (element) element.text += part;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.write(text).close();
  return root;
}

/** The first element at the end of a path, `data/secret`. */
export const find = (from: Element | undefined, path: string): Element | undefined =>
  path
    .split('/')
    .reduce<Element | undefined>(
      (element, name) => element?.children.find((child) => child.name === name),
      from,
    );

/** What stands in the element at the end of a path. undefined: no such element, or nothing in it. */
export const textAt = (from: Element | undefined, path: string): string | undefined =>
  find(from, path)?.text.trim() || undefined;
