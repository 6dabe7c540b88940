import { type Html, html, type Part } from '../web/html.ts';
import { isWritable, nameOf, type Reference, resolve, type Shape } from './entry.ts';
import { type Language, prose } from './language.ts';

interface View {
  language: Language;
  shapes: Reference['shapes'];
  /** Only what a client can write. */
  writable?: boolean;
}

/** The properties of a shape, those of nested ones folded under them. */
export function shapeView(shape: Shape, view: View, within: readonly string[] = []): Html | undefined {
  const { element, name } = elementOf(shape);
  const { properties, required = [] } = resolve(element, view.shapes);
  if (!properties) return undefined;
  const trail = name === undefined ? within : [...within, name];
  const shown = Object.entries(properties).filter(([, property]) => !view.writable || isWritable(property));
  return html`<dl class="shape">${shown.map(([key, property]) => propertyView(key, property, required.includes(key), view, trail))}</dl>`;
}

function propertyView(
  key: string,
  property: Shape,
  isRequired: boolean,
  view: View,
  within: readonly string[],
): Html {
  const { language, shapes } = view;
  const { words } = language;
  const { name } = elementOf(property);
  const isOpen = name !== undefined && within.includes(name);
  const nested = isOpen ? undefined : shapeView(property, view, within);
  const whole = resolve(property, shapes);
  const description = property.description ?? elementDescription(whole);
  return html`<div>
<dt><code>${key}</code> <span class="muted">${typeOf(property, view)}${whole.nullable && html` ${words.nullable}`}</span>${
    isRequired && html` <span class="badge warn">${words.required}</span>`
  }</dt>
<dd>${description && html`<p>${prose(language.say(description))}</p>`}${limitsView(property, language)}${
    nested && html`<details><summary>${words.moreShape(name ?? key)}</summary>${nested}</details>`
  }</dd>
</div>`;
}

/** A component's own description is said where it is shown whole, not at each reference to it. */
const elementDescription = ({ description, properties }: Shape) => (properties ? undefined : description);

function elementOf(shape: Shape): { element: Shape; name: string | undefined } {
  const element = shape.type === 'array' ? (shape.items ?? {}) : shape;
  return { element, name: nameOf(element) };
}

/** The type in words: `string`, `list of User`. */
export function typeOf(shape: Shape, view: Pick<View, 'language' | 'shapes'>): Part {
  const { words } = view.language;
  const name = nameOf(shape);
  if (name !== undefined) return name;
  if (shape.type === 'array') return words.listOf(String(typeOf(shape.items ?? {}, view)));
  if (typeof shape.additionalProperties === 'object') {
    return words.mapOf(String(typeOf(shape.additionalProperties, view)));
  }
  return shape.type ?? 'object';
}

/** What a value must be besides its type. */
export function limitsView(shape: Shape, { words }: Language): Html | undefined {
  const { maxLength, maxItems, enum: values, minimum, pattern, default: standard } = shape;
  const parts: Part[] = [];
  if (maxLength !== undefined) parts.push(words.atMost(maxLength));
  if (maxItems !== undefined) parts.push(words.atMostItems(maxItems));
  if (values)
    parts.push(html`${words.oneOf} ${separated(values.map((value) => html`<code>${String(value)}</code>`))}`);
  if (minimum !== undefined && minimum > 0) parts.push(words.from(minimum));
  // The one pattern that most texts share needs no reader: no control characters.
  if (pattern && !pattern.includes('\\u0000')) parts.push(html`${words.matches} <code>${pattern}</code>`);
  if (standard !== undefined) parts.push(html`${words.default} <code>${String(standard)}</code>`);
  return parts.length ? html`<p class="muted">${separated(parts)}</p>` : undefined;
}

const separated = (parts: Part[]): Part[] => parts.flatMap((part, index) => (index ? [', ', part] : [part]));
