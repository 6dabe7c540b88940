import type { Permission } from '../core/permissions.ts';

/** A page that the navigation leads to. Its text is `areas.<area>.<section>` in the catalogues. */
export interface Section {
  key: string;
  path: string;
  /** Who sees it; absent: everybody who is signed in. */
  permission?: Permission;
}

/** The areas of the pages, each with its sections, in the order in which the navigation has them. */
export const areas = {
  account: [
    { key: 'overview', path: '/' },
    { key: 'twoFactor', path: '/account/two-factor' },
    { key: 'devices', path: '/account/devices' },
    { key: 'apiKeys', path: '/account/api-keys' },
    { key: 'profile', path: '/account/profile' },
    { key: 'activity', path: '/account/activity' },
  ],
  administration: [
    { key: 'people', path: '/admin/people', permission: 'see_users' },
    { key: 'groups', path: '/admin/groups', permission: 'see_users' },
    { key: 'policy', path: '/admin/policy', permission: 'manage_policy' },
    { key: 'coverage', path: '/admin/coverage', permission: 'see_users' },
    { key: 'lockouts', path: '/admin/lockouts', permission: 'see_users' },
    { key: 'audit', path: '/admin/audit', permission: 'see_audit' },
    { key: 'apiKeys', path: '/admin/api-keys', permission: 'manage_api_keys' },
    { key: 'settings', path: '/admin/settings', permission: 'administer' },
  ],
} as const satisfies Record<string, readonly Section[]>;

export type Area = keyof typeof areas;
export type SectionPath = (typeof areas)[Area][number]['path'];
