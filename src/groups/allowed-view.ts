import { tagsView } from '../administration/tags-view.ts';
import { parsePermissions, permissions } from '../core/permissions.ts';
import { type Html, html } from '../web/html.ts';
import type { Messages } from '../web/messages.en.ts';

/**
 * What a role allows, in words; of one that may do everything, that.
 *
 * @param stored In the stored form.
 */
export function allowedBy(stored: string, { directory: words, person }: Messages): Html {
  const allowed = parsePermissions(stored);
  if (allowed.size === Object.keys(permissions).length) return html`${words.everything}`;
  return tagsView(
    [...allowed].map((permission) => ({ name: words.permissions[permission] })),
    person.none,
  );
}
