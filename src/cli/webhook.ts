import { StartError } from '../core/start-error.ts';
import { timeText } from '../core/time-text.ts';
import { actionsIn } from '../webhooks/check-webhook.ts';
import { deadLettersOf, type WebhookState, webhookState, webhookStates } from '../webhooks/read-webhooks.ts';
import type { EventRange } from '../webhooks/replay.ts';
import { perform } from './perform.ts';
import { type Options, print } from './print.ts';
import { readDatabase } from './read-database.ts';
import { orSayWhy } from './refusal.ts';
import { orNone } from './webhook-tasks.ts';

/** So many dead letters are shown. */
const SHOWN = 100;

/** `countersign webhook add`: the one time that the secret is seen. */
export function add(url: string, options: Options & { actions?: string[] }): Promise<void> {
  return orSayWhy(async () => {
    const added = await perform('webhook add', { url, actions: options.actions ?? null });
    const words = [
      `Webhook ${added.id} is sent every event from now on. This is shown once: keep it where events are received.`,
      '',
      `  secret  ${added.secret}`,
    ];
    print(added, words.join('\n'), options);
  });
}

/** `countersign webhook list`: reads the database, also beside a running server. */
export function list(options: Options): Promise<void> {
  return orSayWhy(async () => {
    const webhooks = (await readDatabase(webhookStates)).map(shape);
    const lines = webhooks.map(
      (one) => `${one.id}  ${one.url}  ${one.actions?.join(' ') ?? 'all actions'}  ${stateInWords(one)}`,
    );
    print(webhooks, lines.join('\n') || 'There is no webhook.', options);
  });
}

/** `countersign webhook deliveries`: how far one is, and what it gave up. */
export function deliveries(id: string, options: Options): Promise<void> {
  return orSayWhy(async () => {
    const { state, letters } = await readDatabase((database) =>
      orNone(id, async (number) => ({
        state: shape(await webhookState(database, number)),
        letters: await deadLettersOf(database, number, { limit: SHOWN }),
      })),
    );
    const shown = letters.map((letter) => ({
      event_id: String(letter.event_id),
      given_up_at: timeText(letter.given_up_at),
      failure: letter.failure,
    }));
    const lines = [
      `Webhook ${id}: ${stateInWords(state)}`,
      `Last taken: ${state.delivered_at ?? 'none yet'}.`,
      ...shown.map((one) => `event ${one.event_id}  given up ${one.given_up_at}  ${one.failure}`),
    ];
    print({ ...state, dead_letters: shown }, lines.join('\n'), options);
  });
}

/** `countersign webhook remove` */
export function remove(id: string, options: Options): Promise<void> {
  return orSayWhy(async () => {
    print(await perform('webhook remove', { id }), `Webhook ${id} is sent nothing any more.`, options);
  });
}

/** `countersign webhook enable` and `disable` */
export function turn(id: string, disabled: boolean, options: Options): Promise<void> {
  return orSayWhy(async () => {
    const words = disabled
      ? `Webhook ${id} is sent nothing until it is enabled.`
      : `Webhook ${id} goes on where it stopped.`;
    print(await perform('webhook switch', { id, disabled }), words, options);
  });
}

/** `countersign webhook replay` */
export function replay(id: string, options: Options & { from?: string; to?: string }): Promise<void> {
  return orSayWhy(async () => {
    const replayed = await perform('webhook replay', { id, range: rangeIn(options) });
    print(replayed, `Webhook ${id} is sent ${replayed.count} events again.`, options);
  });
}

function rangeIn({ from, to }: { from?: string; to?: string }): EventRange | null {
  if (from === undefined && to === undefined) return null;
  const [fromId, toId] = [from, to].map((text) => (/^\d{1,15}$/.test(text ?? '') ? Number(text) : undefined));
  if (fromId === undefined || toId === undefined) {
    throw new StartError('Say both --from and --to, each with the number of an event in the audit log.');
  }
  return { fromId, toId };
}

const shape = (state: WebhookState) => ({
  id: String(state.id),
  url: state.url,
  actions: actionsIn(state.actions) ?? null,
  is_disabled: state.disabled_at !== null,
  undelivered_since: state.undelivered_since && timeText(state.undelivered_since),
  delivered_at: state.delivered_at && timeText(state.delivered_at),
  failed_attempts: state.attempts,
  failure: state.failure,
  next_attempt_at: state.attempts > 0 ? timeText(state.next_attempt_at) : null,
  dead_letter_count: state.dead_letters,
});

function stateInWords(state: ReturnType<typeof shape>): string {
  const letters = state.dead_letter_count > 0 ? `, ${state.dead_letter_count} given up` : '';
  if (state.is_disabled) return `disabled${state.failure ? ` (${state.failure})` : ''}${letters}`;
  if (state.failed_attempts > 0) {
    return `not taken since ${state.undelivered_since} (${state.failure}), next attempt ${state.next_attempt_at}${letters}`;
  }
  return state.undelivered_since
    ? `behind since ${state.undelivered_since}${letters}`
    : `up to date${letters}`;
}
