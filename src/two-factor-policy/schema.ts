import { can, component, nullable, readOnly } from '../http/schema.ts';
import { Type } from '../http/type.ts';

const ids = (description: string) =>
  Type.Optional(Type.Array(Type.String(), { maxItems: 1_000, description }));

export const twoFactorPolicyComponents = [
  component('TwoFactorPolicy', {
    can: can(),
    required_of: Type.Optional(
      Type.String({
        enum: ['nobody', 'everybody', 'some'],
        description: 'Who must have a second factor; `some`: the groups and roles that are listed',
      }),
    ),
    group_ids: ids('Ids of groups: whoever is in one, also by way of a group in it'),
    role_ids: ids('Ids of roles: whoever has one, also by way of a group'),
    grace_ends_at: Type.Optional(
      nullable(
        Type.String({
          format: 'date-time',
          description: 'Until then they are told and may do without; null: it is required at once',
        }),
      ),
    ),
  }),
  component('TwoFactorPolicyDryRun', {
    required_count: readOnly(
      Type.Integer({
        format: 'int64',
        description: 'How many can sign in with a password and would have to have a second factor',
      }),
    ),
    affected_count: readOnly(
      Type.Integer({
        format: 'int64',
        description: 'How many of them have none, and would have to set one up to get in again',
      }),
    ),
    affected_user_ids: readOnly(
      Type.Array(Type.String(), { description: 'Ids of the first hundred of these' }),
    ),
  }),
];
