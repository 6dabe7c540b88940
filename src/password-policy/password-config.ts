import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { invalidField } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import type { Reader } from '../store/database.ts';
import type { PasswordConfig } from './check-password.ts';
import { type PasswordConfigRow, selectPasswordConfig, setPasswordConfig } from './queries.ts';

/** What a client can set. What is absent stays as it is. */
export type PasswordConfigChanges = { [Name in keyof PasswordConfig]?: PasswordConfig[Name] | null };

export async function readPasswordConfig(reader: Reader): Promise<PasswordConfig> {
  const row = (await reader.get<PasswordConfigRow>(selectPasswordConfig())) as PasswordConfigRow;
  return {
    min_length: row.min_length,
    require_numeric: row.require_numeric === 1,
    require_upperlower: row.require_upperlower === 1,
    require_special: row.require_special === 1,
  };
}

/**
 * Changes what is given. It holds for passwords chosen from now on.
 *
 * @throws AppError `validation_failed` for a length of null.
 */
export async function updatePasswordConfig(
  { database, clock }: Context,
  caller: Caller,
  { min_length, require_numeric, require_upperlower, require_special }: PasswordConfigChanges,
): Promise<PasswordConfig> {
  if (min_length === null) throw invalidField('min_length', "'min_length' cannot be null.");
  const given = { min_length, require_numeric, require_upperlower, require_special };
  const changes = Object.fromEntries(
    Object.entries(given)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, Number(value)]),
  );
  return database.transaction(async (tx) => {
    if (Object.keys(changes).length) {
      await tx.run(setPasswordConfig(changes));
      await recordEvent(tx, clock(), {
        action: 'update_password_config',
        actor: caller,
        detail: Object.entries(changes)
          .map(([name, value]) => `${name} ${value}`)
          .join(', '),
      });
    }
    return readPasswordConfig(tx);
  });
}
