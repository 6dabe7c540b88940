import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Account, readAccount } from '../account/read-account.ts';
import type { Context } from '../context.ts';
import { AppError } from '../core/app-error.ts';
import { may } from '../core/caller.ts';
import type { Permission } from '../core/permissions.ts';
import type { SectionPath } from '../web/areas.ts';
import type { Locale } from '../web/locale.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Place } from '../web/navigation.ts';
import { type Page, showPage } from '../web/page.ts';
import { type Door, pageRoute, placeOf, type SignedIn } from './door.ts';

/** A request of somebody who is signed in and may be where they are. */
export interface PageVisit extends SignedIn {
  account: Account;
  place: Place;
  request: FastifyRequest;
  reply: FastifyReply;
  /** Answers with a page in their language. */
  show(page: (messages: Messages, locale: Locale) => Page, status?: number): FastifyReply;
}

interface SignedInRoute {
  method: 'GET' | 'POST';
  path: string;
  section: SectionPath;
  /** Without it there is no such page. */
  permission?: Permission;
  /** Whether a sign-in of just now is needed, with all that the visitor has: see `isFresh`. */
  fresh?: boolean;
  /** Whether it is for who has a second factor set up: others are led to the section. */
  withFactor?: boolean;
  /** Where to go on after signing in; absent: the same address, or for what a form does its section. */
  returnTo?: string | ((request: FastifyRequest) => string);
  handle(visit: PageVisit): FastifyReply | Promise<FastifyReply>;
}

/** Serves a page for who is signed in, or what a form on one does. Others are sent to sign in, and back. */
export function serveSignedIn(
  app: FastifyInstance,
  context: Context,
  { door, ...route }: SignedInRoute & { door: Door },
): void {
  const { method, path, section, permission, fresh = false, handle } = route;
  app.route({
    method,
    url: path,
    ...pageRoute,
    async handler(request, reply) {
      const { returnTo: given = method === 'GET' ? request.url : section } = route;
      const returnTo = typeof given === 'string' ? given : given(request);
      const visitor = await door.findSignedIn(request);
      if (!visitor) return door.askToSignIn(request, reply, returnTo);
      if (permission && !may(visitor.caller, permission)) throw new AppError('not_found');
      if (method === 'POST' && !door.isOurs(request, reply, visitor)) return reply;
      const account = await readAccount(context, visitor.caller);
      if (fresh && !door.isFresh(visitor, reply, account.secondFactor === 'code', returnTo)) return reply;
      if (route.withFactor && account.secondFactor !== 'code') return reply.redirect(section, 303);
      const place = placeOf(visitor, section);
      const show: PageVisit['show'] = (page, status = 200) => showPage(reply, status, page, account.locale);
      return handle({ ...visitor, account, place, request, reply, show });
    },
  });
}
