import type { FastifyInstance } from 'fastify';
import { changePage } from '../administration/change-page.ts';
import { administrationSection } from '../administration/door.ts';
import type { Context } from '../context.ts';
import { notFound } from '../core/app-error.ts';
import { may } from '../core/caller.ts';
import type { Door } from '../sign-in/door.ts';
import { deleteLockout } from './delete-lockout.ts';
import { lockoutName, lockoutsPage } from './lockouts-page.ts';
import { everyLockout, type LockoutRow, lockoutsThat, newestFirst, withKey } from './queries.ts';

/** So many are shown; there are seldom more, since each ends by itself after five minutes. */
const SHOWN = 200;

/** Who is locked out right now, and letting them try again. */
export function serveLockoutPages(app: FastifyInstance, context: Context, door: Door): void {
  const { database, clock } = context;
  const section = administrationSection(app, { context, door }, '/admin/lockouts');

  section.page('/admin/lockouts', async ({ show, caller, place, request: { query } }) => {
    const { select, count } = lockoutsThat(everyLockout, newestFirst, clock());
    const rows = await database.all<LockoutRow>(select({ limit: SHOWN, offset: 0 }));
    const total = (await database.get<{ total: number }>(count))?.total ?? rows.length;
    const mayUnlock = may(caller, 'reset_two_factor');
    return show((messages, locale) =>
      lockoutsPage({ rows, total, mayUnlock, place, locale, query }, messages),
    );
  });

  section.change<LockoutRow>({
    path: '/admin/lockouts/:key/end',
    permission: 'reset_two_factor',
    async find({ request }) {
      const { key } = request.params as { key: string };
      const { select } = lockoutsThat(withKey(key), newestFirst, clock());
      const row = await database.get<LockoutRow>(select({ limit: 1, offset: 0 }));
      if (!row) throw notFound();
      return row;
    },
    ask: ({ subject, visit, problem }, messages) =>
      changePage(
        {
          place: visit.place,
          url: `/admin/lockouts/${subject.key}/end`,
          back: '/admin/lockouts',
          title: messages.personChanges.unlock.title(lockoutName(subject, messages)),
          text: messages.personChanges.unlock.text,
          go: messages.personChanges.unlock.go,
          problem,
        },
        messages,
      ),
    async act({ key }, { caller }) {
      await deleteLockout(context, caller, key);
      return undefined;
    },
    after: () => '/admin/lockouts',
  });
}
