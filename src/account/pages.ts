import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { type Door, pageRoute, placeOf } from '../sign-in/door.ts';
import { showPage } from '../web/page.ts';
import { readAccount } from './read-account.ts';
import { startPage } from './start-page.ts';

/** What somebody sees of themselves. */
export function serveAccountPages(app: FastifyInstance, context: Context, door: Door): void {
  app.get('/', pageRoute, async (request, reply) => {
    const visitor = await door.findSignedIn(request);
    if (!visitor) return door.askToSignIn(request, reply);
    const { caller } = visitor;
    const account = await readAccount(context, caller);
    const place = placeOf(visitor, '/');
    return showPage(reply, 200, (messages) => startPage({ account, place }, messages), account.locale);
  });
}
