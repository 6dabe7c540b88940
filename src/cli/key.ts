import { StartError } from '../core/start-error.ts';
import { timeText as time } from '../core/time-text.ts';
import { type ListedKey, listKeys } from '../sealing-keys/list-keys.ts';
import type { Progress } from '../sealing-keys/resealing.ts';
import type { Rotated } from '../sealing-keys/rotate-key.ts';
import { ServerEnded } from './operator-socket.ts';
import { perform } from './perform.ts';
import { type Options, print } from './print.ts';
import { type Tell, withBar } from './progress.ts';
import { readDatabase } from './read-database.ts';
import { orSayWhy } from './refusal.ts';

/** The exit code when everything was sealed anew but for values that do not open. */
const SOMETHING_UNREADABLE = 2;

/** `countersign key list`: reads the database, also beside a running server. */
export function showKeys(options: Options): Promise<void> {
  return orSayWhy(async () => {
    const keys = await readDatabase(listKeys);
    print(keys, keysInWords(keys), options);
  });
}

/** `countersign key rotate`: the server does it if one runs. Otherwise it is done here. */
export function rotate(options: Options): Promise<void> {
  return orSayWhy(async () => {
    const rotated = await withBar('sealed anew', (tell) =>
      perform('key rotate', {}, process.stderr.isTTY ? onBar(tell) : inLines),
    ).catch((error: unknown) => {
      if (!(error instanceof ServerEnded)) throw error;
      throw new StartError(`${error.message} It goes on with it when it starts.`);
    });
    if (!rotated.finished) {
      throw new StartError('The server was stopped before all was sealed anew. It goes on when it starts.');
    }
    print(rotated, rotatedInWords(rotated), options);
    if (rotated.unreadable > 0) process.exitCode = SOMETHING_UNREADABLE;
  });
}

const onBar =
  (tell: Tell) =>
  ({ total, resealed, unreadable }: Progress): void =>
    tell(resealed + unreadable, total);

function inLines({ total, resealed, unreadable }: Progress): void {
  const percent = total === 0 ? 100 : Math.floor(((resealed + unreadable) / total) * 100);
  process.stderr.write(`${percent} % of ${total} values are sealed anew\n`);
}

function rotatedInWords({ key_id, resealed, unreadable }: Rotated): string {
  const seals = `Key ${key_id} seals from now on. Values sealed anew: ${resealed}.`;
  if (unreadable === 0) return `${seals} The keys before it are gone.`;
  return `${seals} Values that cannot be opened: ${unreadable}. They keep their key; the log names them.`;
}

function keysInWords(keys: readonly ListedKey[]): string {
  const lines = keys.map(({ key_id, created_at, retired_at, master_key_id, values }) => {
    const state = retired_at === null ? 'seals' : `retired ${time(retired_at)}`;
    return `${key_id}  made ${time(created_at)}, ${state}. Values: ${values}. Master key: ${master_key_id}.`;
  });
  return lines.join('\n');
}
