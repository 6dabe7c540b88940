import type { Context } from '../context.ts';
import { AppError } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import type { Permission } from '../core/permissions.ts';
import { deleteLockout } from '../lockouts/delete-lockout.ts';
import { createCredential } from '../two-factor/create-credential.ts';
import { disableCredential } from '../two-factor/disable-credential.ts';
import type { Reason } from '../two-factor/reason.ts';
import { removeCredential } from '../two-factor/remove-credential.ts';
import { updateUser } from '../users/update-user.ts';
import { deleteSession } from '../web-sessions/end-session.ts';
import type { Person } from './read-person.ts';

interface PersonChange {
  /** As that operation of the API demands it. */
  permission: Permission;
  operation: string;
  /** Whether there is anything to change. */
  applies(person: Person): boolean;
  /** Whether it takes something away. */
  danger: boolean;
  /** Whether the record says why. */
  asksReason: boolean;
  run(context: Context, caller: Caller, person: Person, reason?: Reason): Promise<void>;
}

/** What has ended meanwhile is as it should be, and no reason to leave the others. */
async function unlessGone(ended: Promise<void>): Promise<void> {
  try {
    await ended;
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'not_found')) throw error;
  }
}

/** What can be done to a person on their page: the actions of the API, with the same permissions and records. */
export const personChanges = {
  'ask-second-factor': {
    permission: 'enroll_two_factor',
    operation: 'create_user_credentials_totp',
    applies: ({ factor }) => factor === 'off',
    danger: false,
    asksReason: false,
    async run(context, caller, { id }) {
      await createCredential(context, caller, id);
    },
  },
  'reset-second-factor': {
    permission: 'reset_two_factor',
    operation: 'delete_user_credentials_totp',
    applies: ({ factor, isSelf }) => (factor === 'on' || factor === 'suspended') && !isSelf,
    danger: true,
    asksReason: true,
    run: (context, caller, { id }, reason) =>
      removeCredential(context, caller, id, { reason, askAnew: true }),
  },
  'suspend-second-factor': {
    permission: 'reset_two_factor',
    operation: 'update_user_credentials_totp',
    applies: ({ factor, isSelf }) => (factor === 'on' || factor === 'asked') && !isSelf,
    danger: true,
    asksReason: true,
    async run(context, caller, { id }, reason) {
      await disableCredential(context, caller, id, true, reason);
    },
  },
  'resume-second-factor': {
    permission: 'reset_two_factor',
    operation: 'update_user_credentials_totp',
    applies: ({ factor }) => factor === 'suspended',
    danger: false,
    asksReason: false,
    async run(context, caller, { id }) {
      await disableCredential(context, caller, id, false);
    },
  },
  unlock: {
    permission: 'reset_two_factor',
    operation: 'delete_user_login_lockout',
    applies: ({ lockouts }) => lockouts.length > 0,
    danger: false,
    asksReason: false,
    async run(context, caller, { lockouts }) {
      for (const { key } of lockouts) await unlessGone(deleteLockout(context, caller, key));
    },
  },
  'end-sessions': {
    permission: 'manage_users',
    operation: 'delete_user_session',
    applies: ({ sessions, isSelf }) => sessions.length > 0 && !isSelf,
    danger: true,
    asksReason: false,
    async run(context, caller, { id, sessions }) {
      for (const session of sessions) await unlessGone(deleteSession(context, caller, id, session.id));
    },
  },
  'disable-account': {
    permission: 'manage_users',
    operation: 'update_user',
    applies: ({ isDisabled, isSelf }) => !isDisabled && !isSelf,
    danger: true,
    asksReason: false,
    run: (context, caller, { id }) => updateUser(context, caller, id, { is_disabled: true }),
  },
  'enable-account': {
    permission: 'manage_users',
    operation: 'update_user',
    applies: ({ isDisabled }) => isDisabled,
    danger: false,
    asksReason: false,
    run: (context, caller, { id }) => updateUser(context, caller, id, { is_disabled: false }),
  },
} as const satisfies Record<string, PersonChange>;

export type ChangeName = keyof typeof personChanges;
export const changeNames = Object.keys(personChanges) as ChangeName[];
export const changeNamed = (name: ChangeName): PersonChange => personChanges[name];
