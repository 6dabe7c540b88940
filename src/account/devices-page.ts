import type { DeviceRow } from '../trusted-devices/find-device.ts';
import { longDate, moment } from '../web/dates.ts';
import { formTokenField } from '../web/form.ts';
import { type Html, html } from '../web/html.ts';
import type { Locale } from '../web/locale.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Place } from '../web/navigation.ts';
import type { Page } from '../web/page.ts';
import type { SessionRow } from '../web-sessions/find-session.ts';
import { doneNote } from './done-note-view.ts';

interface DevicesModel {
  place: Place;
  sessions: SessionRow[];
  /** The one that the page is looked at with. */
  sessionId: number;
  devices: DeviceRow[];
  /** The id of the trusted device that this browser is. */
  deviceId: number | undefined;
  done: string | undefined;
}

export function devicesPage(model: DevicesModel, messages: Messages, locale: Locale): Page {
  const { place, sessions, sessionId, devices, deviceId, done } = model;
  const { devices: words } = messages;
  const nameOf = ({ browser, operating_system: system }: Named) =>
    browser && system ? words.on(browser, system) : (browser ?? system ?? words.unknown);
  const here = html` <span class="badge good">${words.here}</span>`;
  const form = (action: string, label: string, name?: string): Html =>
    html`<form method="post" action="${action}">${formTokenField(place.formToken)}<button class="quiet small">${label}${name !== undefined && html`<span class="sr"> (${name})</span>`}</button></form>`;
  return {
    title: words.title,
    place,
    width: 'medium',
    scripts: ['dates.js'],
    body: html`<h1>${words.title}</h1>
${doneNote(done)}
<section class="panel">
<h2>${words.sessions}</h2>
<p>${words.sessionsText}</p>
<ul class="items">
${sessions.map(
  (session) => html`<li>
<div><p class="name">${nameOf(session)}${session.id === sessionId && here}</p>
<dl class="facts tight"><dt>${words.from}</dt><dd>${session.ip}</dd><dt>${words.since}</dt><dd>${moment(locale, session.created_at)}</dd>
<dt>${words.lastUsed}</dt><dd>${moment(locale, session.last_used_at)}</dd></dl></div>
${session.id !== sessionId && form(`/account/sessions/${session.id}/end`, words.end, nameOf(session))}
</li>`,
)}
</ul>
<div class="actions">${form('/account/sessions/end', words.everywhere)}</div>
<p class="hint">${words.everywhereText}</p>
</section>
<section class="panel">
<h2>${words.trusted}</h2>
${
  devices.length === 0
    ? html`<p>${words.noTrusted}</p>`
    : html`<p>${words.trustedText}</p>
<ul class="items">
${devices.map(
  (device) => html`<li>
<div><p class="name">${nameOf(device)}${device.id === deviceId && here}</p>
<dl class="facts tight"><dt>${words.from}</dt><dd>${device.source}</dd><dt>${words.trustedSince}</dt><dd>${moment(locale, device.created_at)}</dd>
<dt>${words.lastUsed}</dt><dd>${moment(locale, device.last_used_at)}</dd><dt>${words.until}</dt><dd>${longDate(locale, device.expires_at)}</dd></dl></div>
${form(`/account/trusted-devices/${device.id}/forget`, words.forget, nameOf(device))}
</li>`,
)}
</ul>
${devices.length > 1 && html`<div class="actions">${form('/account/trusted-devices/forget', words.forgetAll)}</div>`}`
}
</section>`,
  };
}

type Named = Pick<SessionRow, 'browser' | 'operating_system'>;
