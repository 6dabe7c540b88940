import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { isNameLine, NAME_LENGTH } from '../core/name.ts';
import { readPasswordConfig } from '../password-policy/password-config.ts';
import { type Door, waitOf } from '../sign-in/door.ts';
import { type PageVisit, serveSignedIn } from '../sign-in/signed-in.ts';
import { updateUser } from '../users/update-user.ts';
import { field } from '../web/form.ts';
import { localeOf } from '../web/locale.ts';
import { changePassword } from './change-password.ts';
import { doneText } from './done-note-view.ts';
import { hasPassword } from './has-password.ts';
import { type PasswordProblem, passwordPage } from './password-page.ts';
import { profilePage } from './profile-page.ts';

const section = '/account/profile';

/** What somebody is called, their language, and their password. */
export function serveProfilePages(app: FastifyInstance, context: Context, door: Door): void {
  const { database } = context;

  serveSignedIn(app, context, {
    door,
    method: 'GET',
    path: section,
    section,
    async handle({ show, request, account, place }) {
      const { email, firstName, lastName, locale: language, userId } = account;
      const model = { place, email, firstName, lastName, language };
      const signsInWithPassword = await hasPassword(database, userId);
      return show(({ profile, ...messages }) => {
        const done = doneText({ saved: profile.saved, changed: profile.changed }, request.query);
        return profilePage({ ...model, done, hasPassword: signsInWithPassword }, { profile, ...messages });
      });
    },
  });

  serveSignedIn(app, context, {
    door,
    method: 'POST',
    path: section,
    section,
    async handle({ show, request, reply, caller, account, place }) {
      const [firstName, lastName] = [field(request, 'first').trim(), field(request, 'last').trim()];
      const language = field(request, 'language');
      if (!isNameLine(firstName) || !isNameLine(lastName)) {
        const signsInWithPassword = await hasPassword(database, caller.userId);
        const typed = { place, email: account.email, firstName, lastName, language };
        return show(
          (messages) =>
            profilePage(
              { ...typed, hasPassword: signsInWithPassword, problem: messages.profile.tooLong(NAME_LENGTH) },
              messages,
            ),
          422,
        );
      }
      // What is not offered was there before, and stays.
      const known = language === '' || localeOf(language) === language;
      await updateUser(context, caller, caller.userId, {
        ...(firstName !== account.firstName && { first_name: firstName }),
        ...(lastName !== account.lastName && { last_name: lastName }),
        ...(known && language !== (account.locale ?? '') && { locale: language || null }),
      });
      return reply.redirect(`${section}?done=saved`, 303);
    },
  });

  const path = '/account/password';

  const showForm = async (
    { show, place, account }: PageVisit,
    problems: PasswordProblem[] = [],
    status = 200,
  ) => {
    const { min_length: minLength } = await readPasswordConfig(database);
    const model = { place, email: account.email, minLength, problems };
    return show((messages) => passwordPage(model, messages), status);
  };

  serveSignedIn(app, context, {
    door,
    method: 'GET',
    path,
    section,
    fresh: true,
    handle: async (visit) =>
      (await hasPassword(database, visit.caller.userId))
        ? showForm(visit)
        : visit.reply.redirect(section, 303),
  });

  serveSignedIn(app, context, {
    door,
    method: 'POST',
    path,
    section,
    fresh: true,
    returnTo: path,
    async handle(visit) {
      const { request, reply, caller } = visit;
      const [current, wanted] = [field(request, 'current'), field(request, 'password')];
      if (wanted === '') return showForm(visit, ['missing'], 422);
      if (wanted !== field(request, 'repeat')) return showForm(visit, ['different'], 422);
      try {
        const outcome = await changePassword(context, caller, { current, wanted });
        if (outcome === 'done') return reply.redirect(`${section}?done=changed`, 303);
        return await showForm(visit, outcome === 'wrong' ? ['wrong'] : outcome, 422);
      } catch (error) {
        return showForm(visit, [{ waitMinutes: waitOf(error, reply) }], 429);
      }
    },
  });
}
