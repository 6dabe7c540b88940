import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { AppError } from '../core/app-error.ts';
import type { Caller } from '../core/caller.ts';
import { asAppError, statusOf } from '../http/errors.ts';
import type { OriginOf } from '../http/origin.ts';
import type { SectionPath } from '../web/areas.ts';
import { clearCookie, isSecure, readCookie, setCookie } from '../web/cookies.ts';
import { sendErrorPage } from '../web/error-page.ts';
import { formToken, isOurForm } from '../web/form.ts';
import { messagesIn } from '../web/locale.ts';
import type { Place } from '../web/navigation.ts';
import { notePage } from '../web/note-page.ts';
import { localeOfRequest, sendPage } from '../web/page.ts';
import { endSession } from '../web-sessions/end-session.ts';
import { findSession, type Session } from '../web-sessions/find-session.ts';
import type { Entry, Visit } from './enter.ts';
import { findPendingSignIn, type PendingSignIn } from './pending-sign-in.ts';
import { halfSignedIn } from './prove-password.ts';

/** Who asks for a page, fully signed in or with the password alone. */
export interface Visitor {
  caller: Caller;
  /** What the forms of their pages have in them. */
  formToken: string;
}
export interface SignedIn extends Visitor {
  session: Session;
}
export interface HalfSignedIn extends Visitor {
  pending: PendingSignIn;
}

/** What the navigation of a page needs to know. */
export const placeOf = ({ caller, formToken }: Visitor, section: SectionPath): Place => ({
  permissions: caller.permissions,
  formToken,
  section,
});

/** How long a proof counts for what changes how one signs in. */
const FRESH_MS = 10 * 60_000;

export type Door = ReturnType<typeof pageDoor>;

/** Where pages learn who asks, and where cookies are set and taken away. */
export function pageDoor(context: Context, originOf: OriginOf) {
  const secure = (request: FastifyRequest) => isSecure(originOf(request));

  async function findSignedIn(request: FastifyRequest): Promise<SignedIn | undefined> {
    const token = readCookie(request, 'session', secure(request));
    const session = await findSession(context, token);
    if (!session || token === undefined) return undefined;
    const { id: sessionId, userId, sudoUserId, permissions } = session;
    const tokenDigest = new Uint8Array();
    const caller = {
      userId,
      sudoUserId,
      apiKeyId: 0,
      tokenDigest,
      sessionId,
      permissions,
      source: request.ip,
    };
    return { session, caller, formToken: formToken(token) };
  }

  async function findHalfSignedIn(request: FastifyRequest): Promise<HalfSignedIn | undefined> {
    const token = readCookie(request, 'sign-in', secure(request));
    const pending = await findPendingSignIn(context, token);
    if (!pending || token === undefined) return undefined;
    const caller = halfSignedIn(pending.user_id, request.ip);
    return { pending, caller, formToken: formToken(token) };
  }

  /** Sends somebody who is not signed in to sign in, and back. */
  function askToSignIn(request: FastifyRequest, reply: FastifyReply, returnTo = request.url): FastifyReply {
    const hadSession = readCookie(request, 'session', secure(request)) !== undefined;
    // The browser keeps the cookie to itself when a link of another site leads here, but not when our own page does.
    if (!hadSession && request.method === 'GET' && request.headers['sec-fetch-site'] === 'cross-site') {
      return sendOnward(reply);
    }
    const query = new URLSearchParams({ ...(hadSession && { why: 'ended' }), next: returnTo });
    return reply.redirect(`/sign-in?${query}`, 303);
  }

  return {
    findSignedIn,
    findHalfSignedIn,
    askToSignIn,

    /** Whether a form may be acted on. Otherwise the answer has been given. */
    isOurs(request: FastifyRequest, reply: FastifyReply, visitor: Visitor | undefined): boolean {
      if (isOurForm(request, originOf(request), visitor?.formToken)) return true;
      const locale = localeOfRequest(request);
      const { elsewhere } = messagesIn(locale);
      sendPage(reply, locale, notePage(elsewhere.title, elsewhere.text), 403);
      return false;
    },

    /**
     * Whether somebody has proved just now who they are, with all that they have (ASVS 7.5.1, 7.5.3). Otherwise
     * they are sent to do so, and back.
     *
     * @param secondFactor Whether they have one.
     * @param next Where they are sent back to.
     */
    isFresh(
      { session }: SignedIn,
      reply: FastifyReply,
      secondFactor: boolean,
      next = reply.request.url,
    ): boolean {
      const proved = secondFactor ? (session.secondFactorAtMs ?? 0) : session.createdAtMs;
      if (proved > context.clock() - FRESH_MS) return true;
      reply.redirect(`/sign-in?${new URLSearchParams({ why: 'again', next })}`, 303);
      return false;
    },

    visitOf: (request: FastifyRequest): Visit => ({
      source: request.ip,
      userAgent: request.headers['user-agent'],
    }),

    deviceToken: (request: FastifyRequest, userId: number): string | undefined =>
      readCookie(request, `device-${userId}`, secure(request)),

    keepDevice(reply: FastifyReply, userId: number, token: string): void {
      const maxAgeSeconds = 30 * 24 * 3_600;
      setCookie(reply, secure(reply.request), { name: `device-${userId}`, value: token, maxAgeSeconds });
    },

    /** Remembers that a password was proved. Whoever was signed in before is so no longer. */
    async keepPending(reply: FastifyReply, token: string): Promise<void> {
      await endPrevious(reply);
      clearCookie(reply, secure(reply.request), 'session');
      setCookie(reply, secure(reply.request), { name: 'sign-in', value: token });
    },

    /** Signs in, under a new token, or leads to the choice of a new password. */
    async enter(reply: FastifyReply, entry: Entry): Promise<void> {
      await endPrevious(reply);
      clearCookie(reply, secure(reply.request), 'sign-in');
      if (entry.step === 'choose_password') {
        clearCookie(reply, secure(reply.request), 'session');
        return;
      }
      const { token: value, keepMs } = entry;
      const maxAgeSeconds = keepMs === undefined ? undefined : keepMs / 1_000;
      setCookie(reply, secure(reply.request), { name: 'session', value, maxAgeSeconds });
    },

    async signOut(reply: FastifyReply): Promise<void> {
      await endPrevious(reply);
      for (const name of ['session', 'sign-in'] as const) clearCookie(reply, secure(reply.request), name);
    },
  };

  async function endPrevious({ request }: FastifyReply): Promise<void> {
    const before = await findSignedIn(request);
    if (before) await endSession(context, { ...before.session, source: request.ip });
  }
}

/** A page that opens the same address anew by itself. */
function sendOnward(reply: FastifyReply): FastifyReply {
  const locale = localeOfRequest(reply.request);
  const { onward } = messagesIn(locale);
  const { url } = reply.request;
  return sendPage(reply, locale, {
    ...notePage(onward.title, onward.text, { url, text: onward.go }),
    onwardTo: url,
  });
}

/** Options of a page's route: what fails there is answered by a page. */
export const pageRoute = {
  errorHandler(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const known = asAppError(error);
    const status = statusOf(known.code);
    if (status >= 500) request.log.error({ err: error, requestId: request.id }, 'request failed');
    if (known.retryAfterSeconds !== undefined) reply.header('retry-after', known.retryAfterSeconds);
    sendErrorPage(reply, status);
  },
};

/**
 * How many minutes somebody has to wait who tried too often. Says so in the header, too.
 *
 * @throws What it is given, if it is something else.
 */
export function waitOf(error: unknown, reply: FastifyReply): number {
  if (!(error instanceof AppError) || error.retryAfterSeconds === undefined) throw error;
  reply.header('retry-after', error.retryAfterSeconds);
  return Math.ceil(error.retryAfterSeconds / 60);
}
