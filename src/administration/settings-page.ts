import type { PasswordConfig } from '../password-policy/check-password.ts';
import { facts } from '../web/facts.ts';
import { type Html, html } from '../web/html.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Place } from '../web/navigation.ts';
import type { Page } from '../web/page.ts';
import type { SessionConfig } from '../web-sessions/session-config.ts';
import type { Shown } from './settings.ts';

interface SettingsModel {
  settings: [string, Shown][];
  passwords: PasswordConfig;
  sessions: SessionConfig;
  place: Place;
}

export function settingsPage(
  { settings, passwords, sessions, place }: SettingsModel,
  { settings: words }: Messages,
): Page {
  return {
    title: words.title,
    place,
    width: 'wide',
    styles: ['administration.css'],
    body: html`<h1>${words.title}</h1>
<div class="columns">
${panel(words.passwords, words.throughApi('password_config'), [
  [words.minLength, passwords.min_length],
  [words.numeric, yesOrNo(passwords.require_numeric, words)],
  [words.upperLower, yesOrNo(passwords.require_upperlower, words)],
  [words.special, yesOrNo(passwords.require_special, words)],
])}
${panel(words.sessions, words.throughApi('session_config'), [
  [words.minutes, sessions.session_minutes],
  [words.inactivity, yesOrNo(sessions.use_inactivity_based_logout, words)],
  [words.persistent, yesOrNo(sessions.allow_persistent_sessions, words)],
  [words.several, yesOrNo(sessions.unlimited_sessions_per_user, words)],
])}
</div>
<section class="panel"><h2>${words.environment}</h2><p class="hint">${words.environmentText}</p>
<table class="list"><thead><tr><th scope="col">${words.setting}</th><th scope="col">${words.value}</th></tr></thead>
<tbody>${settings.map(([name, value]) => html`<tr><td><code>${name}</code></td><td class="long">${shown(value, words)}</td></tr>`)}</tbody></table>
</section>`,
  };
}

type Words = Messages['settings'];

const yesOrNo = (value: boolean, words: Words): string => (value ? words.yes : words.no);

const panel = (title: string, hint: string, rows: [string, string | number][]): Html =>
  html`<section class="panel"><h2>${title}</h2>
${facts(rows)}
<p class="hint">${hint}</p></section>`;

function shown(value: Shown, words: Words): Html {
  if (value === undefined) return html`<span class="muted">${words.unset}</span>`;
  if (typeof value === 'object')
    return html`<span class="badge">${value.secret ? words.secretSet : words.secretUnset}</span>`;
  return html`<span class="mono">${value}</span>`;
}
