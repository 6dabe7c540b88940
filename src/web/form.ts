import { hash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { digestsEqual } from '../core/tokens.ts';
import { type Html, html } from './html.ts';
import { isFromElsewhere } from './same-origin.ts';

/** A field of a form. Absent, and sent more than once, is empty. */
export function field({ body }: FastifyRequest, name: string): string {
  const value = ((body ?? {}) as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : '';
}

/** Apps show a code in groups. This is the one place that takes the spaces out. */
export const typedCode = (request: FastifyRequest): string => field(request, 'code').replaceAll(' ', '');

/**
 * What a form of a page has in it and another site cannot know (ASVS 3.5.1): a digest of the cookie's token, from
 * which the token does not follow. See docs/decisions/0022-sessions-of-the-pages.md.
 */
export const formToken = (token: string): string => hash('sha256', `form|v1|${token}`, 'base64url');

export const formTokenField = (token: string): Html =>
  html`<input type="hidden" name="form_token" value="${token}">`;

/**
 * Whether a form was sent from a page of ours.
 *
 * @param origin Our own.
 * @param expected The token of the page; undefined: of a page for anybody, which has none.
 */
export function isOurForm(request: FastifyRequest, origin: string, expected: string | undefined): boolean {
  if (isFromElsewhere(request, origin)) return false;
  if (expected === undefined) return true;
  return digestsEqual(Buffer.from(field(request, 'form_token')), Buffer.from(expected));
}
