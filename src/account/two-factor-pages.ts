import type { FastifyInstance } from 'fastify';
import { eventsOfUser } from '../audit/events-of-user.ts';
import type { Context } from '../context.ts';
import type { Door } from '../sign-in/door.ts';
import { serveSignedIn } from '../sign-in/signed-in.ts';
import { credentialsOf } from '../two-factor/find-credential.ts';
import { recoveryCodesLeft } from '../two-factor/recovery-codes.ts';
import { doneText } from './done-note-view.ts';
import { twoFactorPage } from './two-factor-page.ts';

const section = '/account/two-factor';

/** What is told of the second factor itself, and how much of it. */
const ACTIONS = [
  ...[
    'create_two_factor',
    'start_enrollment',
    'disable_two_factor',
    'enable_two_factor',
    'delete_two_factor',
  ],
  ...['start_replacement', 'replace_two_factor', 'resynchronize', 'renew_recovery_codes'],
  ...['verify_code', 'use_recovery_code'],
];
const LATELY = 6;

/** The state of somebody's second factor, and what can be done about it. */
export function serveTwoFactorPages(app: FastifyInstance, context: Context, door: Door): void {
  const { database } = context;

  serveSignedIn(app, context, {
    door,
    method: 'GET',
    path: section,
    section,
    async handle({ show, request, account, place }) {
      const { userId } = account;
      const [credential] = await credentialsOf(database, [userId]);
      const { remaining, created_at } = await recoveryCodesLeft(database, userId);
      const model = {
        account,
        place,
        verifiedAtMs: credential?.verified_at ?? null,
        codesMadeAtMs: remaining ? created_at : null,
        events: await eventsOfUser(database, userId, { limit: LATELY, actions: ACTIONS }),
      };
      return show((messages, locale) => {
        const done = doneText({ replaced: messages.twoFactor.replaced }, request.query);
        return twoFactorPage({ ...model, done }, messages, locale);
      });
    },
  });
}
