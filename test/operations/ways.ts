import { randomUUID } from 'node:crypto';
import { CLIENT_ID, CLIENT_SECRET, type TestServer } from '../harness.ts';
import type { Everything } from '../one-of-everything.ts';

/** What to send. Parameters of the path that are not given name the one thing there is of their kind. */
export interface Request {
  path?: Record<string, string>;
  query?: string;
  body?: unknown;
  /** The token; absent: the administrator's. */
  token?: string;
}

type Maker = Request | (() => Request | Promise<Request>);

/** How to get an answer that is not got the same way everywhere. `ok` absent: an ordinary request will do. */
export interface Ways {
  ok?: Maker;
  403?: Maker;
  404?: Maker;
  405?: Maker;
  409?: Maker;
  422?: Maker;
  429?: Maker;
}

/** A way may have to be made first. */
export const made = async (way: Maker | undefined): Promise<Request> =>
  typeof way === 'function' ? way() : (way ?? {});

/** The one thing that a parameter of the path can name. */
export function thingNamed(parameter: string, there: Everything): string {
  const things: Record<string, string> = {
    user_id: there.user,
    group_id: there.group,
    deleting_group_id: there.innerGroup,
    role_id: there.role,
    permission_set_id: there.permissionSet,
    model_set_id: there.modelSet,
    user_attribute_id: there.attribute,
    credentials_api3_id: there.apiKey,
    credentials_embed_id: there.embed,
    session_id: there.session,
    key: there.lockout,
  };
  return things[parameter] ?? 'x';
}

/** Ids of what comes with every server. */
export const BUILT_IN = { role_id: '2', permission_set_id: '1', model_set_id: '1', group_id: '1' };

/**
 * From operation to the ways to its answers.
 *
 * @param there What `oneOfEverything` made. What is deleted is made for it.
 */
export function waysOn({ admin }: TestServer, there: Everything): Record<string, Ways> {
  const fresh = (): string => randomUUID().replaceAll('-', '_');
  const idOf = async (path: string, body?: unknown): Promise<string> =>
    (await admin.post(path, body)).body.id;
  const newUser = async () => ({ path: { user_id: await idOf('/users') } });
  /** A user who has what is deleted then. */
  const newUserWith = (part: string, body?: () => unknown) => async () => {
    const { path } = await newUser();
    await admin.post(`/users/${path.user_id}/${part}`, body?.());
    return { path };
  };
  const newEmail = () => ({ email: `${fresh()}@example.com` });
  const newAttribute = () => ({ name: `a_${fresh()}`, label: fresh(), type: 'string' });
  const builtInAttribute = async () => {
    const all: { id: string; is_system: boolean }[] = (await admin.get('/user_attributes')).body;
    return { path: { user_attribute_id: all.find(({ is_system }) => is_system)?.id as string } };
  };
  const newSet = () => ({ name: fresh(), permissions: [] });
  const newRole = () => ({
    name: fresh(),
    permission_set_id: there.permissionSet,
    model_set_id: there.modelSet,
  });
  const builtIn = { path: BUILT_IN };
  const wrongLogin = (id: string) => ({ query: `client_id=${id}&client_secret=wrong` });

  return {
    login: {
      ok: { query: `client_id=${CLIENT_ID}&client_secret=${CLIENT_SECRET}` },
      404: wrongLogin('nobody'),
      429: async () => {
        for (let n = 0; n < 4; n++) await admin.post(`/login?${wrongLogin('somebody').query}`);
        return wrongLogin('somebody');
      },
    },
    logout: {
      ok: async () => ({ token: (await admin.post(`/login/${there.user}`)).body.access_token }),
      404: { token: 'A'.repeat(40) },
    },

    create_group: { ok: () => ({ body: { name: fresh() } }), 409: { body: { name: 'Staff' } } },
    update_group: { ok: { body: { name: 'Staff' } } },
    delete_group: { ok: async () => ({ path: { group_id: await idOf('/groups', { name: fresh() }) } }) },
    add_group_group: { ok: { body: { group_id: there.innerGroup } } },
    add_group_user: { ok: { body: { user_id: there.user } } },
    update_user_attribute_group_value: { ok: { body: { value: 'north' } }, 405: builtInAttribute },
    delete_user_attribute_group_value: {
      ok: async () => {
        const group_id = await idOf('/groups', { name: fresh() });
        await admin.patch(`/groups/${group_id}/attribute_values/${there.attribute}`, { value: 'east' });
        return { path: { group_id } };
      },
      405: builtInAttribute,
    },

    create_model_set: {
      ok: () => ({ body: { name: fresh(), models: [] } }),
      409: { body: { name: 'Sales', models: [] } },
    },
    update_model_set: { ok: { body: { name: 'Sales' } }, 405: { ...builtIn, body: { name: 'x' } } },
    delete_model_set: {
      ok: async () => ({ path: { model_set_id: await idOf('/model_sets', { name: fresh(), models: [] }) } }),
      405: builtIn,
    },

    create_permission_set: {
      ok: () => ({ body: newSet() }),
      409: { body: { name: 'Readers', permissions: [] } },
    },
    update_permission_set: { ok: { body: { name: 'Readers' } }, 405: { ...builtIn, body: { name: 'x' } } },
    delete_permission_set: {
      ok: async () => ({ path: { permission_set_id: await idOf('/permission_sets', newSet()) } }),
      405: builtIn,
    },
    create_role: {
      ok: () => ({ body: newRole() }),
      409: { body: { ...newRole(), name: 'Reader' } },
    },
    update_role: { ok: { body: { name: 'Reader' } }, 405: { ...builtIn, body: { name: 'x' } } },
    delete_role: { ok: async () => ({ path: { role_id: await idOf('/roles', newRole()) } }), 405: builtIn },
    set_role_groups: { ok: { body: [there.group] } },
    set_role_users: { ok: { body: [there.user] }, 405: { ...builtIn, body: [] } },

    update_password_config: { ok: { body: { min_length: 10 } } },
    update_session_config: { ok: { body: { session_minutes: 600 } } },
    update_session: { ok: { body: { workspace_id: 'production' } } },

    create_user_attribute: {
      ok: () => ({ body: newAttribute() }),
      409: { body: { name: 'region', label: 'Region', type: 'string' } },
    },
    update_user_attribute: { ok: { body: { label: 'Region' } }, 405: builtInAttribute },
    delete_user_attribute: {
      ok: async () => ({ path: { user_attribute_id: await idOf('/user_attributes', newAttribute()) } }),
      405: builtInAttribute,
    },
    set_user_attribute_group_values: {
      ok: { body: [{ group_id: there.group, value: 'north' }] },
      405: async () => ({ ...(await builtInAttribute()), body: [] }),
    },

    delete_user_login_lockout: {
      ok: async () => ({ path: { key: await there.newLockout(newEmail().email) } }),
    },

    search_users_names: { ok: { path: { pattern: 'ada' } } },
    update_user: { ok: { body: { last_name: 'Lovelace' } } },
    delete_user: { ok: newUser },
    user_for_credential: { ok: { path: { credential_type: 'email', credential_id: 'ada@example.com' } } },
    create_embed_user: { ok: () => ({ body: { external_user_id: fresh() } }) },
    create_user_credentials_email: {
      ok: async () => ({ ...(await newUser()), body: newEmail() }),
      409: { body: { email: 'other@example.com' } },
    },
    update_user_credentials_email: { ok: { body: { email: 'ada@example.com' } } },
    delete_user_credentials_email: { ok: newUserWith('credentials_email', newEmail) },
    wipeout_user_emails: {
      ok: async () => {
        const { path } = await newUserWith('credentials_email', newEmail)();
        await admin.patch(`/users/${path.user_id}`, { is_disabled: true });
        return { path, body: newEmail() };
      },
    },
    send_user_credentials_email_password_reset: {
      429: async () => {
        const { path } = await newUserWith('credentials_email', newEmail)();
        const send = `/users/${path.user_id}/credentials_email/send_password_reset`;
        for (let n = 0; n < 5; n++) await admin.post(send);
        return { path };
      },
    },
    create_user_credentials_totp: { ok: newUser, 409: {} },
    delete_user_credentials_totp: { ok: newUserWith('credentials_totp') },
    delete_user_credentials_api3: {
      ok: async () => ({
        path: { credentials_api3_id: await idOf(`/users/${there.user}/credentials_api3`) },
      }),
    },
    all_user_credentials_embeds: { ok: { path: { user_id: there.embedUser } } },
    user_credentials_embed: { ok: { path: { user_id: there.embedUser } } },
    delete_user_credentials_embed: {
      ok: async () => {
        const user_id = await idOf('/users/embed_user', { external_user_id: fresh() });
        const [{ id }] = (await admin.get(`/users/${user_id}/credentials_embed`)).body;
        return { path: { user_id, credentials_embed_id: id } };
      },
    },
    delete_user_session: {
      ok: async () => ({ path: { session_id: await there.newSession() } }),
    },
    set_user_roles: { ok: { body: [there.role] } },
    set_user_attribute_user_value: { ok: { body: { value: 'south' } }, 405: builtInAttribute },
    delete_user_attribute_user_value: {
      ok: async () => {
        const { path } = await newUser();
        await admin.patch(`/users/${path.user_id}/attribute_values/${there.attribute}`, { value: 'x' });
        return { path };
      },
      405: builtInAttribute,
    },
  };
}
