import { can, component, nullable } from '../http/schema.ts';
import { Type } from '../http/type.ts';

const rule = (description: string) => Type.Optional(Type.Boolean({ description }));

export const passwordPolicyComponents = [
  component('PasswordConfig', {
    can: can(),
    min_length: Type.Optional(
      nullable(
        Type.Integer({
          format: 'int64',
          minimum: 7,
          maximum: 100,
          description: 'Characters that a password must have at least, from 7 to 100',
        }),
      ),
    ),
    require_numeric: rule('Whether a password must have a digit'),
    require_upperlower: rule('Whether a password must have an upper case and a lower case letter'),
    require_special: rule('Whether a password must have a character that is neither letter nor digit'),
  }),
];
