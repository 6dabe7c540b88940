import { recordEvent } from '../audit/record-event.ts';
import type { Context } from '../context.ts';
import { AppError } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { canonical } from '../core/canonical.ts';
import { requireName } from '../core/name.ts';
import { insertModelSet } from './queries.ts';

/** What a client can set of a model set. */
export interface ModelSetChanges {
  name?: string | null;
  models?: string[] | null;
}

export const storedForm = (models: readonly string[] | null | undefined): string =>
  JSON.stringify([...new Set(models)]);

/** @throws AppError `validation_failed` without a name; `already_exists` for one that is taken. */
export async function createModelSet(
  { database, clock }: Context,
  caller: Caller,
  given: ModelSetChanges,
): Promise<number> {
  const name = requireName(given.name);
  return database.transaction(async (tx) => {
    const made = await tx.get<{ id: number }>(
      insertModelSet(name, canonical(name), storedForm(given.models)),
    );
    if (!made) throw new AppError('already_exists', `There is already a model set named '${name}'.`);
    await recordEvent(tx, clock(), {
      action: 'create_model_set',
      actor: caller,
      detail: `model set ${made.id}`,
    });
    return made.id;
  });
}
