import type { Context } from '../context.ts';
import { AppError } from '../core/app-error.ts';
import { canonical } from '../core/canonical.ts';
import { enabledUserWithEmail } from './queries.ts';
import { deliverLink } from './send-link.ts';

/** For everybody who says that they forgot a password: three mails at once, then one in 20 minutes. */
const REQUESTED = { capacity: 3, refillMs: 20 * 60_000 };

/**
 * Mails a link to somebody who forgot their password, if there is such a user. What it does takes its time and may
 * fail; whoever asked must not learn that, so nobody waits for it.
 *
 * @param source The address the request came from.
 */
export async function requestLink(
  context: Context,
  { email, origin, source }: { email: string; origin: string; source: string },
): Promise<void> {
  try {
    const user = await context.database.get<{ user_id: number }>(enabledUserWithEmail(canonical(email)));
    if (user)
      await deliverLink(context, { actor: null, source, userId: user.user_id, origin, bucket: REQUESTED });
  } catch (error) {
    // Too many were asked for, or the mail server did not take it, which has been logged.
    if (error instanceof AppError) return;
    context.log.error({ err: error }, 'a link that was asked for has not been mailed');
  }
}
