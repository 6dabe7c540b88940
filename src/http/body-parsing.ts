import { parse as parseForm } from 'node:querystring';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../core/app-error.ts';

/**
 * Bodies as the clients in use send them: JSON; nothing under a JSON content type; forms with that content
 * type or none; JSON under the form's content type (one SDK keeps the header of its login).
 */
export function parseBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const parser =
    (parse: (text: string) => unknown) =>
    (_: unknown, text: string | Buffer, done: (error: Error | null, body?: unknown) => void) => {
      try {
        done(null, parse(text as string));
      } catch (error) {
        done(error as Error);
      }
    };
  app.addContentTypeParser('application/json', { parseAs: 'string' }, parser(parseJson));
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    parser(parseJsonOrForm),
  );
  // No content type at all; any other has no parser and is refused.
  app.addContentTypeParser('', { parseAs: 'string' }, parser(parseJsonOrForm));
}

const parseJsonOrForm = (text: string): unknown =>
  /^\s*[[{]/.test(text) ? parseJson(text) : { ...parseForm(text) };

function parseJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text, withoutPrototype);
  } catch {
    throw new AppError('bad_request', 'Bad request: the body is not valid JSON.');
  }
}

/** A key that could reach an object's prototype is nothing that any client sends on purpose. */
function withoutPrototype(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value;
}
