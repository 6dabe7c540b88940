import type { RoleRow } from '../roles/read-role.ts';
import { roleChoices } from '../roles/role-choices-view.ts';
import { reasons } from '../two-factor/reason.ts';
import { html } from '../web/html.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Place } from '../web/navigation.ts';
import type { Page } from '../web/page.ts';
import { changePage } from './change-page.ts';
import { shownName } from './named-people-view.ts';
import type { ChangeName } from './person-changes.ts';
import type { Person } from './read-person.ts';
import { sessionName } from './session-name-view.ts';

interface Model {
  person: Person;
  place: Place;
  problem: string | undefined;
}

export function personChangePage(
  {
    name,
    person,
    asksReason,
    danger,
    place,
    problem,
  }: Model & { name: ChangeName; asksReason: boolean; danger: boolean },
  messages: Messages,
): Page {
  const { change, personChanges } = messages;
  const back = `/admin/people/${person.id}`;
  const who = shownName(person, messages);
  const words = personChanges[name];
  return changePage(
    {
      place,
      url: `${back}/${name}`,
      back,
      title: words.title(who),
      text: words.text,
      go: words.go,
      danger,
      problem,
      fields: asksReason
        ? html`<div class="field"><label for="reason">${change.reason}</label>
<select id="reason" name="reason" required aria-describedby="reason-hint">
<option value="">${change.chooseReason}</option>
${reasons.map((reason) => html`<option value="${reason}">${change.reasons[reason]}</option>`)}
</select><span class="hint" id="reason-hint">${change.reasonHint}</span></div>`
        : undefined,
    },
    messages,
  );
}

export function sessionEndPage(
  { person, session, place, problem }: Model & { session: Person['sessions'][number] },
  messages: Messages,
): Page {
  const back = `/admin/people/${person.id}`;
  const { endSession } = messages.personChanges;
  return changePage(
    {
      place,
      url: `${back}/sessions/${session.id}/end`,
      back,
      title: endSession.title(shownName(person, messages)),
      text: endSession.text(sessionName(session, messages), session.ip),
      go: endSession.go,
      danger: true,
      problem,
    },
    messages,
  );
}

export function personApiKeyPage({ person, place, problem }: Model, messages: Messages): Page {
  const back = `/admin/people/${person.id}`;
  const { apiKey: words } = messages.personChanges;
  return changePage(
    {
      place,
      url: `${back}/api-key`,
      back,
      title: words.title(shownName(person, messages)),
      text: words.text,
      go: words.go,
      problem,
    },
    messages,
  );
}

export function personRolesPage(
  { person, roles, place, problem }: Model & { roles: RoleRow[] },
  messages: Messages,
): Page {
  const back = `/admin/people/${person.id}`;
  const { roles: words } = messages.personChanges;
  return changePage(
    {
      place,
      url: `${back}/roles`,
      back,
      title: words.title(shownName(person, messages)),
      text: words.text,
      go: words.go,
      problem,
      fields: roleChoices(words.legend, roles, person.roles),
    },
    messages,
  );
}
