/** What a caller may be allowed to do, with the words that `GET /permissions` and a 403 use. */
export const permissions = {
  administer: 'Change the settings of this server',
  see_users: 'See everything about every user, except secrets',
  see_names: "See other users' names",
  manage_users: 'Create, change and delete users',
  enroll_two_factor: "Create a user's two-factor credential and receive its seed",
  verify_two_factor: 'Check codes and recovery codes',
  diagnose_two_factor: 'Learn why a code was refused',
  reset_two_factor: "Disable or delete a user's two-factor credential, renew recovery codes and end lockouts",
  manage_api_keys: 'Create and delete API keys of other users',
  manage_roles: 'Change roles and who has them',
  manage_groups: 'Create, change and delete groups and say who is in them',
  login_as: 'Act as another user',
  see_audit: 'Read the audit log',
  manage_policy: 'Decide who must have a second factor',
} as const;

export type Permission = keyof typeof permissions;

/**
 * Who may call: anybody; anybody with a token; holders of a permission; or (`own`), besides those, each
 * user for the `{user_id}` that is their own.
 */
export type Access = 'public' | 'token' | Permission | { permission: Permission; own: true };

const all: ReadonlySet<Permission> = new Set(Object.keys(permissions) as Permission[]);
const parsed = new Map<string, ReadonlySet<Permission>>();

/**
 * Reads the stored form: names separated by spaces, `*` for all. Unknown names are dropped.
 * The few texts there are, one for each combination of roles, are kept.
 */
export function parsePermissions(text: string): ReadonlySet<Permission> {
  let set = parsed.get(text);
  if (!set) {
    const names = text.split(' ');
    set = names.includes('*')
      ? all
      : new Set(names.filter((name): name is Permission => Object.hasOwn(permissions, name)));
    if (parsed.size < 1_000) parsed.set(text, set);
  }
  return set;
}
