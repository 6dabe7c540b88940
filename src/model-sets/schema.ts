import { can, component, flag, line, nullable, readOnly, url } from '../http/schema.ts';
import { Type } from '../http/type.ts';

const modelSet = component('ModelSet', {
  can: can(),
  all_access: flag('Whether it is the one with every model'),
  built_in: flag('Whether it can neither be changed nor deleted'),
  id: readOnly(Type.String({ description: 'Unique id' })),
  models: Type.Optional(
    nullable(
      Type.Array(line(255), {
        maxItems: 2_000,
        description: 'Names of models. Kept for clients; no effect here',
      }),
    ),
  ),
  name: Type.Optional(nullable(line(255, 'Name'))),
  url: url(),
});

export const modelSetComponents = [modelSet];
