import type { FastifyInstance } from 'fastify';
import { apiKeysOf } from '../api-keys/list-api-keys.ts';
import { eventsOfUser } from '../audit/events-of-user.ts';
import type { Context } from '../context.ts';
import { tryParseId } from '../http/id.ts';
import type { Door } from '../sign-in/door.ts';
import { serveSignedIn } from '../sign-in/signed-in.ts';
import { trustedDevicesOf } from '../trusted-devices/find-device.ts';
import { graceEnd } from '../two-factor/grace.ts';
import { sessionsOf } from '../web-sessions/find-session.ts';
import { activityPage } from './activity-page.ts';
import { serveApiKeyPages } from './api-key-pages.ts';
import { serveDevicePages } from './device-pages.ts';
import { overviewPage } from './overview-page.ts';
import { serveProfilePages } from './profile-pages.ts';
import { serveTwoFactorPages } from './two-factor-pages.ts';

/** So many records are shown on the overview, and on a page of the activity. */
const LATELY = 4;
const PAGE = 25;

/** What somebody sees of themselves, and changes. */
export function serveAccountPages(app: FastifyInstance, context: Context, door: Door): void {
  const { database, clock } = context;

  serveSignedIn(app, context, {
    door,
    method: 'GET',
    path: '/',
    section: '/',
    async handle({ show, account, place }) {
      const { userId } = account;
      const model = {
        account,
        place,
        graceEndsAtMs: await graceEnd(database, userId, clock()),
        sessions: (await sessionsOf(database, [userId], clock())).length,
        trustedDevices: (await trustedDevicesOf(database, userId, clock())).length,
        apiKeys: (await apiKeysOf(database, [userId])).length,
        events: await eventsOfUser(database, userId, { limit: LATELY }),
      };
      return show((messages, locale) => overviewPage(model, messages, locale));
    },
  });

  serveSignedIn(app, context, {
    door,
    method: 'GET',
    path: '/account/activity',
    section: '/account/activity',
    async handle({ show, request, account, place }) {
      const beforeId = tryParseId((request.query as { before?: unknown }).before);
      const found = await eventsOfUser(database, account.userId, { limit: PAGE + 1, beforeId });
      const events = found.slice(0, PAGE);
      const olderThan = found.length > PAGE ? events.at(-1)?.id : undefined;
      const later = beforeId !== undefined;
      return show((messages, locale) => activityPage({ place, events, later, olderThan }, messages, locale));
    },
  });

  serveTwoFactorPages(app, context, door);
  serveDevicePages(app, context, door);
  serveApiKeyPages(app, context, door);
  serveProfilePages(app, context, door);
}
