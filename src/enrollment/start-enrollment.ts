import type { Context } from '../context.ts';
import type { Caller } from '../core/caller.ts';
import { createCredential } from '../two-factor/create-credential.ts';
import { enroll } from '../two-factor/enroll.ts';
import { factorState } from '../two-factor/factor-state.ts';
import { credentialsOf } from '../two-factor/find-credential.ts';
import { neededFactor } from '../two-factor/needed-factor.ts';
import type { ShownSeed } from '../two-factor/shown-seed.ts';

/**
 * Shows somebody a fresh seed of their own: asked to, or because they choose to. What they leave half-way counts for
 * nothing in the second case.
 *
 * @throws AppError `already_exists` once they have enrolled; `too_many_requests`.
 */
export async function startEnrollment(context: Context, caller: Caller): Promise<ShownSeed> {
  const { userId } = caller;
  const { database, clock } = context;
  const [credential] = await credentialsOf(database, [userId]);
  if (factorState(credential) === 'off') {
    const chosen = (await neededFactor(database, userId, clock())) === 'none';
    await createCredential(context, caller, userId, { chosen });
  }
  return enroll(context, caller, userId);
}
