import type { FastifyInstance } from 'fastify';
import { administrationSection } from '../administration/door.ts';
import type { Context } from '../context.ts';
import { may } from '../core/caller.ts';
import type { Door } from '../sign-in/door.ts';
import { coveragePage } from './coverage-page.ts';
import { readFailures, readGroupShares, readShares } from './read-coverage.ts';

/** How many have a second factor, and what goes wrong with it. */
export function serveCoveragePages(app: FastifyInstance, context: Context, door: Door): void {
  const { database, clock } = context;
  const section = administrationSection(app, { context, door }, '/admin/coverage');

  section.page('/admin/coverage', async ({ show, caller, place }) => {
    const nowMs = clock();
    const shares = await readShares(database, nowMs);
    const groups = await readGroupShares(database);
    // They are counted in the audit log.
    const failures = may(caller, 'see_audit') ? await readFailures(database, nowMs) : undefined;
    return show((messages, locale) => coveragePage({ shares, groups, failures, place, locale }, messages));
  });
}
