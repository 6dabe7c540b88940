import { type Html, html } from '../web/html.ts';
import type { RoleRow } from './read-role.ts';

/** Boxes to choose roles with: the one of role 7 sends `role_7=yes` if it is ticked. */
export function roleChoices(legend: string, roles: readonly RoleRow[], given: readonly RoleRow[]): Html {
  const isGiven = new Set(given.map(({ id }) => id));
  return html`<fieldset class="choices"><legend>${legend}</legend>
${roles.map(
  ({ id, name, permission_set_name: set }) =>
    html`<label class="check"><input type="checkbox" name="role_${id}" value="yes"${isGiven.has(id) && html` checked`}> <span>${name}${set !== name && html`<span class="hint">${set}</span>`}</span></label>`,
)}
</fieldset>`;
}
