import { notFound } from '../core/app-error.ts';

const canonical = /^[1-9][0-9]{0,15}$/;

/** An id has one spelling. Anything else names nothing: `undefined`. */
export function tryParseId(text: unknown): number | undefined {
  const id = typeof text === 'string' && canonical.test(text) ? Number(text) : undefined;
  return Number.isSafeInteger(id) ? id : undefined;
}

/** The id in the address of a page. @throws AppError `not_found` for what cannot be an id. */
export const idIn = (params: unknown, name: string): number =>
  parseId((params as Record<string, string>)[name] ?? '');

/** @throws AppError `not_found` for what cannot be an id. */
export function parseId(text: string): number {
  const id = tryParseId(text);
  if (id === undefined) throw notFound();
  return id;
}
