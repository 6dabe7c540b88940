import type { FastifyInstance } from 'fastify';
import { newApiKeyPage } from '../account/api-keys-page.ts';
import { createApiKey } from '../api-keys/create-api-key.ts';
import type { Context } from '../context.ts';
import { notFound } from '../core/app-error.ts';
import { may } from '../core/caller.ts';
import { idIn } from '../http/id.ts';
import { apiKeyCreatedMail, factorRemovedMail } from '../mail/account-mails.ts';
import { notify } from '../mail/notify.ts';
import { readEveryRole } from '../roles/read-role.ts';
import { setUserRoles } from '../roles/set-user-roles.ts';
import type { Door } from '../sign-in/door.ts';
import type { PageVisit } from '../sign-in/signed-in.ts';
import { mayMove } from '../two-factor/move-credential.ts';
import { reasonOf } from '../two-factor/reason.ts';
import { field } from '../web/form.ts';
import { deleteSession } from '../web-sessions/end-session.ts';
import { administrationSection } from './door.ts';
import { shownName } from './named-people-view.ts';
import { personApiKeyPage, personChangePage, personRolesPage, sessionEndPage } from './person-change-page.ts';
import { changeNamed, changeNames } from './person-changes.ts';
import { personPage } from './person-page.ts';
import { type Person, readPerson } from './read-person.ts';

const pathOf = (userId: number): string => `/admin/people/${userId}`;

/** The page of one person, and what can be done to them there. */
export function servePersonPages(app: FastifyInstance, context: Context, door: Door): void {
  const section = administrationSection(app, { context, door }, '/admin/people');

  const personOf = ({ caller, request }: PageVisit) =>
    readPerson(context, caller, idIn(request.params, 'user_id'));

  function tell({ id: userId, email, locale }: Person, mail: typeof factorRemovedMail): void {
    if (email !== null) notify(context, { userId, email, locale }, mail);
  }

  section.page('/admin/people/:user_id', async (visit) => {
    const person = await personOf(visit);
    const { caller, place, request } = visit;
    const possible = changeNames.filter((name) => {
      const { permission, applies } = changeNamed(name);
      return may(caller, permission) && applies(person);
    });
    const canMove = person.isEnrolled && mayMove(context.config, caller);
    return visit.show((messages, locale) =>
      personPage({ person, possible, canMove, caller, place, locale, query: request.query }, messages),
    );
  });

  for (const name of changeNames) {
    const { permission, applies, asksReason, danger, run } = changeNamed(name);
    section.change({
      path: `/admin/people/:user_id/${name}`,
      permission,
      async find(visit) {
        const person = await personOf(visit);
        if (!applies(person)) throw notFound();
        return person;
      },
      ask: ({ subject, visit, problem }, messages) =>
        personChangePage(
          { name, person: subject, place: visit.place, asksReason, danger, problem },
          messages,
        ),
      async act(person, { caller, request }) {
        const reason = reasonOf(field(request, 'reason'));
        if (asksReason && !reason) return ({ change }) => change.reasonMissing;
        await run(context, caller, person, reason);
        if (name === 'reset-second-factor') tell(person, factorRemovedMail);
        return undefined;
      },
      after: ({ id }) => pathOf(id),
    });
  }

  section.change({
    path: '/admin/people/:user_id/sessions/:session_id/end',
    permission: 'manage_users',
    async find(visit) {
      const person = await personOf(visit);
      const id = idIn(visit.request.params, 'session_id');
      const session = person.sessions.find((one) => one.id === id);
      if (!session) throw notFound();
      return { person, session };
    },
    ask: ({ subject, visit, problem }, messages) =>
      sessionEndPage({ ...subject, place: visit.place, problem }, messages),
    async act({ person, session }, { caller }) {
      await deleteSession(context, caller, person.id, session.id);
      return undefined;
    },
    after: ({ person }) => pathOf(person.id),
  });

  // The secret is in the answer to the form alone, and nothing keeps it.
  section.change<Person>({
    path: '/admin/people/:user_id/api-key',
    permission: 'manage_api_keys',
    find: personOf,
    ask: ({ subject: person, visit: { place }, problem }, messages) =>
      personApiKeyPage({ person, place, problem }, messages),
    async act(person, { caller, place }) {
      const key = await createApiKey(context, caller, person.id);
      tell(person, apiKeyCreatedMail);
      return {
        once: (messages) =>
          newApiKeyPage(
            {
              ...key,
              place,
              title: messages.personChanges.apiKey.madeTitle(shownName(person, messages)),
              next: pathOf(person.id),
            },
            messages,
          ),
      };
    },
    after: ({ id }) => pathOf(id),
  });

  section.change({
    path: '/admin/people/:user_id/roles',
    permission: 'manage_roles',
    async find(visit) {
      return { person: await personOf(visit), roles: await readEveryRole(context.database) };
    },
    ask: ({ subject, visit, problem }, messages) =>
      personRolesPage({ ...subject, place: visit.place, problem }, messages),
    async act({ person, roles }, { caller, request }) {
      const wanted = roles.filter(({ id }) => field(request, `role_${id}`) === 'yes').map(({ id }) => id);
      await setUserRoles(context, caller, person.id, wanted);
      return undefined;
    },
    after: ({ person }) => pathOf(person.id),
  });
}
