import { can, component, flag, nullable, REQUIRED_OF_NEW, readOnly, text } from '../http/schema.ts';
import { Type } from '../http/type.ts';

const time = (description: string) => readOnly(nullable(Type.String({ format: 'date-time', description })));
const count = (description: string) => readOnly(Type.Integer({ format: 'int64', description }));

const FAILURE = 'Why it was not taken, such as `status 503`';

const webhook = {
  can: can(),
  id: readOnly(Type.String({ description: 'Unique id' })),
  url: Type.Optional(
    Type.String({
      maxLength: 2_000,
      description:
        'Where events are sent: https, or http to a host that the settings of the server name. Put no secret in it.',
    }),
  ),
  actions: Type.Optional(
    nullable(
      Type.Array(Type.String(), {
        maxItems: 500,
        description: 'Which events are sent, by their `action` in the audit log; null: all',
      }),
    ),
  ),
  created_at: text('When it was created'),
  undelivered_since: time('When the oldest event was recorded that is still to be sent; null: there is none'),
  delivered_at: time('When an event was last taken'),
  failed_at: time('When an attempt last failed'),
  failure: text(FAILURE),
  failed_attempts: count('How many attempts have failed for the event whose turn it is'),
  next_attempt_at: time('Not before when it is sent again; null: at once'),
  dead_letter_count: count('How many events were given up'),
};

export const webhookComponents = [
  component(
    'Webhook',
    { ...webhook, is_disabled: Type.Optional(Type.Boolean({ description: 'Whether nothing is sent' })) },
    { [REQUIRED_OF_NEW]: ['url'] },
  ),
  component('CreateWebhook', {
    ...webhook,
    is_disabled: flag('Whether nothing is sent'),
    secret: text(
      'What its messages are signed with: `whsec_` and Base64. Only in the answer that creates it.',
    ),
  }),
  component('WebhookDeadLetter', {
    can: can(),
    event_id: readOnly(Type.String({ description: 'Id of the event in the audit log' })),
    given_up_at: time('When it was given up'),
    failure: text(FAILURE),
  }),
  component('WebhookReplay', {
    from_event_id: Type.Optional(
      nullable(Type.String({ description: 'First event to send again; null: those that were given up' })),
    ),
    to_event_id: Type.Optional(nullable(Type.String({ description: 'Last event to send again' }))),
    count: count('How many events are sent again'),
  }),
];
