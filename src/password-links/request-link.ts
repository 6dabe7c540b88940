import { randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Context } from '../context.ts';
import { beat } from '../continuity/fence.ts';
import { AppError } from '../core/app-error.ts';
import { canonical } from '../core/canonical.ts';
import { enabledUserWithEmail } from './queries.ts';
import { deliverLink } from './send-link.ts';

/** For everybody who says that they forgot a password: three mails at once, then one in 20 minutes. */
const REQUESTED = { capacity: 3, refillMs: 20 * 60_000 };

/** How much later it is done, in milliseconds. */
const [SOONEST_MS, LATEST_MS] = [100, 1_000];

/**
 * Mails a link to somebody who forgot their password, if there is such a user. What it does takes its time and may
 * fail; whoever asked must not learn that, so nobody waits for it. Nor is it done at once: it would delay the answer,
 * or the next one, by the time of a write.
 *
 * @param source The address the request came from.
 */
export async function requestLink(
  context: Context,
  request: { email: string; origin: string; source: string },
): Promise<void> {
  await setTimeout(randomInt(SOONEST_MS, LATEST_MS), undefined, { ref: false });
  try {
    // A write for nobody, too: who keeps asking for other things meanwhile sees one either way.
    if (!(await mailLink(context, request))) await beat(context);
  } catch (error) {
    // What the mail server did not take has been logged.
    if (error instanceof AppError) return;
    context.log.error({ err: error }, 'a link that was asked for has not been mailed');
  }
}

/** @returns Whether there was somebody to mail a link to who has not been mailed too many. */
async function mailLink(
  context: Context,
  { email, origin, source }: { email: string; origin: string; source: string },
): Promise<boolean> {
  const user = await context.database.get<{ user_id: number }>(enabledUserWithEmail(canonical(email)));
  if (!user) return false;
  try {
    await deliverLink(context, { actor: null, source, userId: user.user_id, origin, bucket: REQUESTED });
  } catch (error) {
    if (error instanceof AppError && error.code === 'too_many_requests') return false;
    throw error;
  }
  return true;
}
