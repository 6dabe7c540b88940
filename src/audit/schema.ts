import { can, component, readOnly, text } from '../http/schema.ts';
import { Type } from '../http/type.ts';

const always = (description: string) => readOnly(Type.String({ description }));

export const auditComponents = [
  component('AuditEvent', {
    can: can(),
    id: always('Number of the record in the log'),
    occurred_at: readOnly(Type.String({ format: 'date-time', description: 'When it happened' })),
    action: always('What was done, such as `verify_code`'),
    outcome: always('`done`, or how it ended, such as `accepted` or `wrong_code`'),
    actor_id: text('Id of the user who did it; null: the server itself, or nobody who is known'),
    sudo_user_id: text('Id of the user who acted as that one'),
    api_key_id: text('Id of the API key that it was done with'),
    target_user_id: text('Id of the user to whom it was done'),
    target_group_id: text('Id of the group to which it was done'),
    detail: text('What else it was about, such as `role 7`'),
    source: text('Address that the request came from'),
    hash: always('Keyed hash of this record and of the one before it, in hexadecimal'),
  }),
];
