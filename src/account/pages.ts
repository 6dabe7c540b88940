import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import type { Door } from '../sign-in/door.ts';
import { serveSignedIn } from '../sign-in/signed-in.ts';
import { startPage } from './start-page.ts';

/** What somebody sees of themselves. */
export function serveAccountPages(app: FastifyInstance, context: Context, door: Door): void {
  serveSignedIn(app, context, {
    door,
    method: 'GET',
    path: '/',
    section: '/',
    handle: ({ show, account, place }) => show((messages) => startPage({ account, place }, messages)),
  });
}
