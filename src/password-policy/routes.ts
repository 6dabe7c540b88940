import { type Operation, operation } from '../http/operation.ts';
import { ref } from '../http/schema.ts';
import { Type } from '../http/type.ts';
import type { PasswordConfig } from './check-password.ts';
import { forcePasswordReset } from './force-password-reset.ts';
import { type PasswordConfigChanges, readPasswordConfig, updatePasswordConfig } from './password-config.ts';

const present = (config: PasswordConfig) => ({ can: { show: true, update: true }, ...config });

export const passwordPolicyOperations: Operation[] = [
  operation({
    id: 'password_config',
    method: 'GET',
    path: '/password_config',
    tag: 'Auth',
    summary: 'Get the rules for passwords',
    access: 'administer',
    answer: ref('PasswordConfig'),
    answerDescription: 'Password Config',
    statuses: [403, 404],
    handle: async (_, { database }) => present(await readPasswordConfig(database)),
  }),
  operation({
    id: 'update_password_config',
    method: 'PATCH',
    path: '/password_config',
    tag: 'Auth',
    summary: 'Change the rules for passwords',
    description: 'They hold for passwords that are chosen from then on.',
    access: 'administer',
    body: Type.Unsafe<PasswordConfigChanges>(ref('PasswordConfig')),
    bodyRequired: true,
    answer: ref('PasswordConfig'),
    answerDescription: 'Password Config',
    statuses: [403, 404, 422, 429],
    handle: async ({ caller, body }, context) => present(await updatePasswordConfig(context, caller, body)),
  }),
  operation({
    id: 'force_password_reset_at_next_login_for_all_users',
    method: 'PUT',
    path: '/password_config/force_password_reset_at_next_login_for_all_users',
    tag: 'Auth',
    summary: 'Make everybody choose a new password',
    description: 'At their next sign-in. API keys are not concerned.',
    access: 'administer',
    answer: Type.String(),
    answerDescription: 'Password Config',
    statuses: [403, 404, 422, 429],
    async handle({ caller }, context) {
      const count = await forcePasswordReset(context, caller);
      return `${count} ${count === 1 ? 'user' : 'users'} more must choose a new password at the next sign-in.`;
    },
  }),
];
