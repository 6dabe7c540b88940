import type { BackupRow } from '../backups/last-backup.ts';
import type { PasswordConfig } from '../password-policy/check-password.ts';
import { moment } from '../web/dates.ts';
import { facts } from '../web/facts.ts';
import { type Html, html, type Part } from '../web/html.ts';
import type { Locale } from '../web/locale.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Place } from '../web/navigation.ts';
import type { Page } from '../web/page.ts';
import type { SessionConfig } from '../web-sessions/session-config.ts';
import type { Shown } from './settings.ts';

interface SettingsModel {
  settings: [string, Shown][];
  passwords: PasswordConfig;
  sessions: SessionConfig;
  /** undefined: there is none. */
  backups: { taken: BackupRow | undefined; proved: BackupRow | undefined };
  locale: Locale;
  place: Place;
}

export function settingsPage(
  { settings, passwords, sessions, backups, locale, place }: SettingsModel,
  { settings: words }: Messages,
): Page {
  const throughApi = (name: string): Html => html`${words.throughApi} <code>${name}</code>`;
  return {
    title: words.title,
    place,
    width: 'wide',
    styles: ['administration.css'],
    scripts: ['dates.js'],
    body: html`<h1>${words.title}</h1>
<div class="columns">
${panel(words.passwords, throughApi('password_config'), [
  [words.minLength, passwords.min_length],
  [words.numeric, yesOrNo(passwords.require_numeric, words)],
  [words.upperLower, yesOrNo(passwords.require_upperlower, words)],
  [words.special, yesOrNo(passwords.require_special, words)],
])}
${panel(words.sessions, throughApi('session_config'), [
  [words.minutes, sessions.session_minutes],
  [words.inactivity, yesOrNo(sessions.use_inactivity_based_logout, words)],
  [words.persistent, yesOrNo(sessions.allow_persistent_sessions, words)],
  [words.several, yesOrNo(sessions.unlimited_sessions_per_user, words)],
])}
${panel(words.backups, html`${words.backupsText} <code class="whole">countersign restore --drill</code>`, backupFacts(backups, locale, words))}
</div>
<section class="panel"><h2>${words.environment}</h2><p class="hint">${words.environmentText}</p>
<table class="list"><thead><tr><th scope="col">${words.setting}</th><th scope="col">${words.value}</th></tr></thead>
<tbody>${settings.map(([name, value]) => html`<tr><td><code>${name}</code></td><td class="long">${shown(value, words)}</td></tr>`)}</tbody></table>
</section>`,
  };
}

type Words = Messages['settings'];

const yesOrNo = (value: boolean, words: Words): string => (value ? words.yes : words.no);

function backupFacts(
  { taken, proved }: SettingsModel['backups'],
  locale: Locale,
  words: Words,
): [string, Part][] {
  const provedAt = proved?.proved_at;
  return [
    [words.takenAt, taken ? moment(locale, taken.taken_at) : words.noBackup],
    [words.provedAt, provedAt ? moment(locale, provedAt) : words.never],
    ...(proved ? [[words.provedOf, moment(locale, proved.taken_at)] as [string, Part]] : []),
  ];
}

const panel = (title: string, hint: Html, rows: [string, Part][]): Html =>
  html`<section class="panel"><h2>${title}</h2>
${facts(rows)}
<p class="hint">${hint}</p></section>`;

function shown(value: Shown, words: Words): Html {
  if (value === undefined) return html`<span class="muted">${words.unset}</span>`;
  if (typeof value === 'object')
    return html`<span class="badge">${value.secret ? words.secretSet : words.secretUnset}</span>`;
  return html`<span class="mono">${value}</span>`;
}
