import type { Context } from '../context.ts';
import { replaceLink } from '../password-links/create-link.ts';
import type { Transaction } from '../store/database.ts';
import { readSessionConfig } from '../web-sessions/session-config.ts';
import { startSession } from '../web-sessions/start-session.ts';
import type { PendingSignIn } from './pending-sign-in.ts';
import { deleteSignIn, findSignIn, type PersonRow, type SignInRow, setSignedIn } from './queries.ts';

/** Where a request came from, and what is kept of that. */
export interface Visit {
  /** The address of the socket. */
  source: string;
  userAgent: string | undefined;
}

/** What somebody has who has proved all they had to. */
export type Entry =
  | {
      step: 'signed_in';
      token: string;
      /** How long the browser may keep it; undefined: until it is closed. */
      keepMs: number | undefined;
    }
  /** They must choose another password first, with this link. */
  | { step: 'choose_password'; link: string };

/** Lets somebody in who has proved all they had to, in the transaction that found so. */
export async function enter(
  tx: Transaction,
  nowMs: number,
  person: PersonRow,
  { secondFactorAtMs, ...visit }: Visit & { secondFactorAtMs: number | null },
): Promise<Entry> {
  const { user_id: userId } = person;
  if (person.password_reset_required_at !== null) {
    return { step: 'choose_password', link: await replaceLink(tx, nowMs, userId) };
  }
  const started = { userId, credentialsType: 'email', secondFactorAtMs, ...visit };
  const { token, expiresAtMs } = await startSession(tx, nowMs, started);
  await tx.run(setSignedIn(userId, nowMs));
  const { allow_persistent_sessions: keeps } = await readSessionConfig(tx);
  return { step: 'signed_in', token, keepMs: keeps ? expiresAtMs - nowMs : undefined };
}

/**
 * Ends a sign-in well, once. The second factor was proved just now.
 *
 * @returns undefined when it was ended in between, or somebody else was quicker.
 */
export async function finishSignIn(
  { database, clock }: Context,
  { digest }: PendingSignIn,
  visit: Visit,
): Promise<Entry | undefined> {
  const nowMs = clock();
  return database.transaction(async (tx) => {
    const person = await tx.get<SignInRow>(findSignIn(digest, nowMs));
    if (!person || !(await tx.run(deleteSignIn(digest)))) return undefined;
    return enter(tx, nowMs, person, { ...visit, secondFactorAtMs: nowMs });
  });
}
