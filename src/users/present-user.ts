import { apiKeysOf } from '../api-keys/list-api-keys.ts';
import { presentApiKey } from '../api-keys/present-api-key.ts';
import { type Caller, may } from '../core/caller.ts';
import { emailCredentialsOf } from '../email-credentials/find-email-credential.ts';
import { presentEmailCredential } from '../email-credentials/present-email-credential.ts';
import { embedCredentialsOf } from '../embed-users/find-embed-credential.ts';
import { presentEmbedCredential } from '../embed-users/present-embed-credential.ts';
import { asksFor, type Fields } from '../http/fields.ts';
import { API_PREFIX } from '../http/origin.ts';
import { EVERYBODY_GROUP_ID } from '../roles/permissions-of.ts';
import type { Reader } from '../store/database.ts';
import { credentialsOf } from '../two-factor/find-credential.ts';
import { presentCredential } from '../two-factor/present-credential.ts';
import { sessionsOf } from '../web-sessions/find-session.ts';
import { presentSession } from '../web-sessions/present-session.ts';
import { avatarUrl } from './avatar.ts';
import { groupsOf, roleIdsOf, type UserRow } from './queries.ts';

export type { UserRow };

export interface View {
  caller: Caller;
  fields: Fields | undefined;
  origin: string;
  nowMs: number;
}

/** Users as the caller may see them: in full, or their names alone. */
export async function presentUsers(reader: Reader, rows: UserRow[], view: View): Promise<unknown[]> {
  const inFull = rows.filter((row) => seesInFull(view.caller, row.id)).map((row) => row.id);
  const nested = await readNested(reader, inFull, view);
  return rows.map((row) =>
    seesInFull(view.caller, row.id) ? presentInFull(row, nested, view) : presentName(row, view),
  );
}

const seesInFull = (caller: Caller, userId: number): boolean =>
  caller.userId === userId || may(caller, 'see_users');

/** An engine takes some ten thousand values in a statement. */
const IDS_PER_QUERY = 1_024;

/** A query for each kind of nested object that was asked for and each thousand users. */
async function readNested(reader: Reader, ids: number[], { caller, fields, nowMs }: View) {
  const read = async <Row extends { user_id: number }>(
    name: string,
    query: (ids: number[]) => Promise<Row[]>,
  ) => {
    const rows: Row[] = [];
    for (let at = 0; asksFor(fields, name) && at < ids.length; at += IDS_PER_QUERY) {
      rows.push(...(await query(ids.slice(at, at + IDS_PER_QUERY))));
    }
    return Map.groupBy(rows, (row) => row.user_id);
  };
  return {
    apiKeys: await read('credentials_api3', (some) => apiKeysOf(reader, some)),
    emails: await read('credentials_email', (some) => emailCredentialsOf(reader, some, caller)),
    embeds: await read('credentials_embed', (some) => embedCredentialsOf(reader, some)),
    groups: await read('group_ids', (some) =>
      reader.all<{ user_id: number; group_id: number }>(groupsOf(some)),
    ),
    roles: await read('role_ids', (some) =>
      reader.all<{ user_id: number; role_id: number }>(roleIdsOf(some)),
    ),
    sessions: await read('sessions', (some) => sessionsOf(reader, some, nowMs)),
    twoFactor: await read('credentials_totp', (some) => credentialsOf(reader, some)),
  };
}

function presentName(row: UserRow, { origin }: View) {
  return {
    can: { show: true, index: true, show_details: false, index_details: false },
    id: String(row.id),
    first_name: row.first_name,
    last_name: row.last_name,
    display_name: displayName(row),
    avatar_url: avatarUrl(origin, row, true),
    url: userUrl(origin, row.id),
  };
}

function presentInFull(
  row: UserRow,
  nested: Awaited<ReturnType<typeof readNested>>,
  { caller, origin }: View,
) {
  const email = nested.emails.get(row.id)?.[0];
  const credential = nested.twoFactor.get(row.id)?.[0];
  const disabled = row.disabled_at !== null;
  return {
    can: { show: true, index: true, show_details: true, index_details: true, sudo: may(caller, 'login_as') },
    avatar_url: avatarUrl(origin, row, true),
    avatar_url_without_sizing: avatarUrl(origin, row, false),
    credentials_api3: (nested.apiKeys.get(row.id) ?? []).map((key) => presentApiKey(key, origin)),
    credentials_email: email ? presentEmailCredential(email, { caller, origin }) : null,
    credentials_embed: (nested.embeds.get(row.id) ?? []).map((embed) =>
      presentEmbedCredential(embed, origin),
    ),
    credentials_google: null,
    credentials_ldap: null,
    credentials_looker_openid: null,
    credentials_oidc: null,
    credentials_saml: null,
    credentials_totp: credential ? presentCredential(credential, origin) : null,
    display_name: displayName(row),
    email: row.email,
    embed_group_space_id: null,
    first_name: row.first_name,
    group_ids: [EVERYBODY_GROUP_ID, ...(nested.groups.get(row.id) ?? []).map((group) => group.group_id)].map(
      String,
    ),
    home_folder_id: row.home_folder_id,
    id: String(row.id),
    is_disabled: disabled,
    last_name: row.last_name,
    locale: row.locale,
    looker_versions: [],
    models_dir_validated: row.models_dir_validated === null ? null : row.models_dir_validated === 1,
    personal_folder_id: null,
    presumed_looker_employee: false,
    role_ids: (nested.roles.get(row.id) ?? []).map(({ role_id }) => String(role_id)),
    sessions: (nested.sessions.get(row.id) ?? []).map((session) => presentSession(session, origin)),
    ui_state: row.ui_state === null ? null : JSON.parse(row.ui_state),
    verified_looker_employee: false,
    roles_externally_managed: false,
    allow_direct_roles: true,
    allow_normal_group_membership: true,
    allow_roles_from_normal_groups: true,
    embed_group_folder_id: null,
    url: userUrl(origin, row.id),
  };
}

const userUrl = (origin: string, id: number): string => `${origin}${API_PREFIX}/users/${id}`;

const displayName = ({ first_name, last_name }: UserRow): string | null =>
  first_name && last_name ? `${first_name} ${last_name}` : null;
