import { recordBackup, recordProof, type Taken } from '../backups/record-backup.ts';
import type { Context } from '../context.ts';
import { fenceAsRestored } from '../continuity/fence.ts';
import { StartError } from '../core/start-error.ts';
import type { Resealing } from '../sealing-keys/resealing.ts';
import { rotateKey } from '../sealing-keys/rotate-key.ts';
import { recordExport } from '../two-factor/export-keys.ts';
import { recordExportOf } from '../two-factor/move-credential.ts';
import { createKey, revokeKey } from './api-key-tasks.ts';
import { importLookerUsers } from './import-looker-task.ts';
import { importKeys } from './import-task.ts';
import type { Perform, Tell } from './operator-socket.ts';
import { addUser, disableUser, enableUser, makePasswordLink, resetTwoFactor } from './user-tasks.ts';
import { addWebhook, removeWebhook, replayWebhook, switchWebhook } from './webhook-tasks.ts';

/** What the tasks work on. */
export interface Workplace {
  context: Context;
  resealing: Resealing;
}

/**
 * What commands have the running server do, because it is the one writer. Without one they do it themselves. Input
 * and result are JSON on the way between the two.
 */
const tasks = {
  'key rotate': ({ context, resealing }: Workplace, _input: object, tell: Tell) =>
    rotateKey(context, resealing, tell),
  'user add': addUser,
  'user disable': disableUser,
  'user enable': enableUser,
  'user reset-two-factor': resetTwoFactor,
  'user password-link': makePasswordLink,
  'user import': importKeys,
  'user import-looker': importLookerUsers,
  'api-key create': createKey,
  'api-key revoke': revokeKey,
  'webhook add': addWebhook,
  'webhook remove': removeWebhook,
  'webhook switch': switchWebhook,
  'webhook replay': replayWebhook,
  'export record': ({ context }: Workplace, { userId }: { userId?: number }) =>
    userId === undefined ? recordExport(context) : recordExportOf(context, userId),
  'backup record': ({ context }: Workplace, taken: Taken) => recordBackup(context, taken),
  restored: ({ context }: Workplace, _input: object) => fenceAsRestored(context),
  'backup prove': ({ context }: Workplace, taken: Taken) => recordProof(context, taken),
};

export type Tasks = typeof tasks;
export type Input<Name extends keyof Tasks> = Parameters<Tasks[Name]>[1];
export type Done<Name extends keyof Tasks> = Awaited<ReturnType<Tasks[Name]>>;

/** Does tasks that are asked for by name. */
export const performer =
  (workplace: Workplace): Perform =>
  (name, input, tell) => {
    const task = Object.hasOwn(tasks, name) ? tasks[name as keyof Tasks] : undefined;
    if (!task) throw new StartError('The server does not know this command: it may be an older one.');
    return task(workplace, input as never, tell);
  };
