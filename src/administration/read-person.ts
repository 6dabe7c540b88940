import { listApiKeys } from '../api-keys/list-api-keys.ts';
import { eventsOfUser } from '../audit/events-of-user.ts';
import type { Context } from '../context.ts';
import { type Caller, may } from '../core/caller.ts';
import { emailCredentialsOf } from '../email-credentials/find-email-credential.ts';
import { groupsOfUser } from '../groups/groups-of-user.ts';
import { lockoutsOf } from '../lockouts/lockouts-of-user.ts';
import { readRolesOf } from '../roles/read-role.ts';
import { trustedDevicesOf } from '../trusted-devices/find-device.ts';
import { factorState } from '../two-factor/factor-state.ts';
import { credentialsOf } from '../two-factor/find-credential.ts';
import { recoveryCodesLeft } from '../two-factor/recovery-codes.ts';
import { nameOf, nameUsers } from '../users/name-users.ts';
import { readUser } from '../users/read-users.ts';
import { listSessions } from '../web-sessions/find-session.ts';

/** So many events of a person's history are shown; the audit log has the rest. */
const RECENT = 20;

export type Person = Awaited<ReturnType<typeof readPerson>>;

/**
 * All that an administrator sees of a person.
 *
 * @throws AppError `not_found` when there is no such user.
 */
export async function readPerson(context: Context, caller: Caller, userId: number) {
  const { database, clock } = context;
  const nowMs = clock();
  const user = await readUser(context, caller, userId);
  const [credential] = await credentialsOf(database, [userId]);
  const [email] = await emailCredentialsOf(database, [userId], caller);
  const directly = await readRolesOf(database, userId, true);
  const history = may(caller, 'see_audit')
    ? await eventsOfUser(database, userId, { limit: RECENT })
    : undefined;
  const actors = history?.map(({ actor_id }) => actor_id).filter((id) => id !== null) ?? [];
  const given = new Set(directly.map(({ id }) => id));
  return {
    id: userId,
    isSelf: userId === caller.userId,
    name: nameOf(user),
    email: user.email,
    locale: user.locale,
    isDisabled: user.disabled_at !== null,
    hasPassword: email?.password_hash != null,
    lastSignInMs: email?.logged_in_at ?? null,
    factor: factorState(credential),
    isEnrolled: credential?.verified_at != null,
    credential,
    recoveryCodesLeft: (await recoveryCodesLeft(database, userId)).remaining,
    devices: await trustedDevicesOf(database, userId, nowMs),
    sessions: await listSessions(context, userId),
    lockouts: await lockoutsOf(database, userId, nowMs),
    apiKeys: await listApiKeys(database, userId),
    groups: await groupsOfUser(database, caller, userId),
    roles: directly,
    rolesOfGroups: (await readRolesOf(database, userId, false)).filter(({ id }) => !given.has(id)),
    /** undefined: not for this caller. */
    history,
    /** Of those who did what is in it. */
    actors: await nameUsers(database, actors),
  };
}
