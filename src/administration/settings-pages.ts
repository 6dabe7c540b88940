import type { FastifyInstance } from 'fastify';
import { lastBackup } from '../backups/last-backup.ts';
import type { Context } from '../context.ts';
import { readPasswordConfig } from '../password-policy/password-config.ts';
import type { Door } from '../sign-in/door.ts';
import { readSessionConfig } from '../web-sessions/session-config.ts';
import { administrationSection } from './door.ts';
import { settingsOf } from './settings.ts';
import { settingsPage } from './settings-page.ts';

/** How this server runs. It is set elsewhere: in its environment, and through the API. */
export function serveSettingsPages(app: FastifyInstance, context: Context, door: Door): void {
  const section = administrationSection(app, { context, door }, '/admin/settings');

  section.page('/admin/settings', async ({ show, place }) => {
    const settings = settingsOf(context.config);
    const passwords = await readPasswordConfig(context.database);
    const sessions = await readSessionConfig(context.database);
    const backups = await lastBackup(context.database);
    return show((messages, locale) =>
      settingsPage({ settings, passwords, sessions, backups, locale, place }, messages),
    );
  });
}
