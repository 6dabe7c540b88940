import { type Caller, may } from '../core/caller.ts';
import { type Operation, operation } from '../http/operation.ts';
import { fieldsQuery, listOf } from '../http/schema.ts';
import { timestamp } from '../http/timestamp.ts';
import { Type } from '../http/type.ts';
import { trustedDevicesOf } from './find-device.ts';
import { forgetDevice } from './forget-device.ts';
import type { DeviceRow } from './queries.ts';

const presentDevice = (row: DeviceRow, caller: Caller) => ({
  can: { destroy: row.user_id === caller.userId || may(caller, 'reset_two_factor') },
  id: String(row.id),
  created_at: timestamp(row.created_at),
  last_used_at: timestamp(row.last_used_at),
  expires_at: timestamp(row.expires_at),
  ip_address: row.source,
});

export const trustedDeviceOperations: Operation[] = [
  operation({
    id: 'user_trusted_devices',
    method: 'GET',
    path: '/users/{user_id}/trusted_devices',
    tag: 'TwoFactor',
    summary: 'List the trusted devices of a user',
    description:
      'Devices that proved themselves by a right code and asked to be remembered. Each has a guess budget of its own, so that nobody who guesses elsewhere keeps the user out.',
    access: { permission: 'see_users', own: true },
    query: Type.Object(fieldsQuery),
    answer: listOf('TrustedDevice'),
    answerDescription: 'Trusted devices',
    statuses: [403, 404],
    async handle({ caller, params, nowMs }, { database }) {
      const rows = await trustedDevicesOf(database, params.user_id, nowMs);
      return rows.map((row) => presentDevice(row, caller));
    },
  }),
  operation({
    id: 'delete_user_trusted_device',
    method: 'DELETE',
    path: '/users/{user_id}/trusted_devices/{trusted_device_id}',
    tag: 'TwoFactor',
    summary: 'Trust a device no longer',
    access: { permission: 'reset_two_factor', own: true },
    statuses: [403, 404],
    handle: ({ caller, params }, context) =>
      forgetDevice(context, caller, params.user_id, params.trusted_device_id),
  }),
];
