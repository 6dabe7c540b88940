import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { notFound } from '../core/app-error.ts';
import { idIn } from '../http/id.ts';
import { keyExportedMail } from '../mail/account-mails.ts';
import { notify } from '../mail/notify.ts';
import type { Door } from '../sign-in/door.ts';
import { mayMove, moveCredential } from '../two-factor/move-credential.ts';
import { administrationSection } from './door.ts';
import { fileOf, movePage } from './move-page.ts';
import { type Person, readPerson } from './read-person.ts';

/** Where the key of a person is had for another server. Without one that the operator named, there is no such page. */
export function serveMovePages(app: FastifyInstance, context: Context, door: Door): void {
  const { moveTo: recipients } = context.config;
  if (recipients.length === 0) return;
  const section = administrationSection(app, { context, door }, '/admin/people');

  section.change<Person>({
    path: '/admin/people/:user_id/move',
    permission: 'administer',
    async find({ caller, request }) {
      if (!mayMove(context.config, caller)) throw notFound();
      const person = await readPerson(context, caller, idIn(request.params, 'user_id'));
      if (!person.isEnrolled) throw notFound();
      return person;
    },
    ask: ({ subject: person, visit: { place }, problem }, messages) =>
      movePage({ person, recipients, place, problem }, messages),
    async act({ id: userId, email, locale }, { caller }) {
      const content = await moveCredential(context, caller, userId);
      if (email !== null) notify(context, { userId, email, locale }, keyExportedMail);
      return { file: { name: fileOf(userId), content } };
    },
    after: ({ id }) => `/admin/people/${id}`,
  });
}
