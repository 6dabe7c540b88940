import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Context } from '../context.ts';
import { AppError } from '../core/app-error.ts';
import { idIn } from '../http/id.ts';
import type { Door } from '../sign-in/door.ts';
import { type PageVisit, serveSignedIn } from '../sign-in/signed-in.ts';
import { deviceWithToken, trustedDevicesOf } from '../trusted-devices/find-device.ts';
import { forgetAllDevices, forgetDevice } from '../trusted-devices/forget-device.ts';
import { deleteSession } from '../web-sessions/end-session.ts';
import { sessionsOf } from '../web-sessions/find-session.ts';
import { devicesPage } from './devices-page.ts';
import { doneText } from './done-note-view.ts';
import { signOutElsewhere } from './sign-out-elsewhere.ts';

const section = '/account/devices';

/** Where somebody is signed in, and which devices they trust. Whoever ends any of it need not prove themselves anew. */
export function serveDevicePages(app: FastifyInstance, context: Context, door: Door): void {
  const { database, clock } = context;

  serveSignedIn(app, context, {
    door,
    method: 'GET',
    path: section,
    section,
    async handle({ show, request, session, account: { userId }, place }) {
      const token = door.deviceToken(request, userId);
      const model = {
        place,
        sessions: (await sessionsOf(database, [userId], clock())).reverse(),
        sessionId: session.id,
        devices: (await trustedDevicesOf(database, userId, clock())).reverse(),
        deviceId: token === undefined ? token : await deviceWithToken(database, userId, token, clock()),
      };
      return show((messages, locale) => {
        const done = doneText(messages.devices.done, request.query);
        return devicesPage({ ...model, done }, messages, locale);
      });
    },
  });

  /** What a button does. The page then says `done`, or that there was nothing left to do. */
  function button(path: string, done: string, act: (visit: PageVisit) => Promise<void>): void {
    const handle = async (visit: PageVisit): Promise<FastifyReply> => {
      const outcome = await act(visit).then(() => done, ended);
      return visit.reply.redirect(`${section}?done=${outcome}`, 303);
    };
    serveSignedIn(app, context, { door, method: 'POST', path, section, handle });
  }

  button('/account/sessions/end', 'endedAll', ({ caller }) => signOutElsewhere(context, caller));
  button('/account/sessions/:id/end', 'ended', ({ caller, request }) =>
    deleteSession(context, caller, caller.userId, idIn(request.params, 'id')),
  );
  button('/account/trusted-devices/forget', 'forgottenAll', ({ caller }) =>
    forgetAllDevices(context, caller),
  );
  button('/account/trusted-devices/:id/forget', 'forgotten', ({ caller, request }) =>
    forgetDevice(context, caller, caller.userId, idIn(request.params, 'id')),
  );
}

function ended(error: unknown): string {
  if (error instanceof AppError && error.code === 'not_found') return 'gone';
  throw error;
}
