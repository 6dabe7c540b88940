import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readAccount } from '../account/read-account.ts';
import type { Context } from '../context.ts';
import type { OriginOf } from '../http/origin.ts';
import { enrolledMail } from '../mail/account-mails.ts';
import { notify } from '../mail/notify.ts';
import { linkUrl } from '../password-links/create-link.ts';
import { type Door, type HalfSignedIn, pageRoute, type SignedIn, waitOf } from '../sign-in/door.ts';
import { finishSignIn } from '../sign-in/enter.ts';
import { unlessMalformed } from '../sign-in/unless-malformed.ts';
import { graceEnd } from '../two-factor/grace.ts';
import { formToken, typedCode } from '../web/form.ts';
import type { Locale } from '../web/locale.ts';
import type { Messages } from '../web/messages.en.ts';
import { type Page, showPage } from '../web/page.ts';
import { returnPath } from '../web/return-to.ts';
import { confirmEnrollment, openEnrollment } from './confirm-enrollment.ts';
import { firstCodePage } from './first-code-page.ts';
import { recoveryCodesPage } from './recovery-codes-page.ts';
import { explainRefusal } from './refusal-view.ts';
import { scanPage } from './scan-page.ts';
import { setUpPage } from './set-up-page.ts';
import { startEnrollment } from './start-enrollment.ts';

/** Somebody who may set up a second factor now: because they were asked to, or want to. */
type Enrolling = (HalfSignedIn | SignedIn) & {
  email: string;
  locale: string | null;
  chosen: boolean;
  graceEndsAtMs?: number | undefined;
  returnTo?: string;
};

const isPending = (visitor: HalfSignedIn | SignedIn): visitor is HalfSignedIn => 'pending' in visitor;

/** The pages on which somebody sets up a second factor, in the account or half-way through signing in. */
export function serveEnrollmentPages(
  app: FastifyInstance,
  context: Context,
  { door, originOf }: { door: Door; originOf: OriginOf },
): void {
  /** @returns undefined when the answer has been given. */
  async function enrolling(request: FastifyRequest, reply: FastifyReply): Promise<Enrolling | undefined> {
    const half = await door.findHalfSignedIn(request);
    if (half) {
      const { email, locale, needs } = half.pending;
      if (needs === 'enroll') return { ...half, email, locale, chosen: false };
      reply.redirect('/sign-in/code', 303);
      return undefined;
    }
    const visitor = await door.findSignedIn(request);
    if (!visitor) {
      door.askToSignIn(request, reply, '/two-factor/set-up');
      return undefined;
    }
    const { email, locale, secondFactor } = await readAccount(context, visitor.caller);
    if (secondFactor === 'code' || secondFactor === 'disabled') reply.redirect('/', 303);
    else if (request.url.startsWith('/two-factor/set-up/code') || door.isFresh(visitor, reply, false)) {
      const { database, clock } = context;
      const graceEndsAtMs = await graceEnd(database, visitor.caller.userId, clock());
      const returnTo = returnPath((request.query as Record<string, unknown>).next);
      return { ...visitor, email, locale, chosen: secondFactor === 'none', graceEndsAtMs, returnTo };
    }
    return undefined;
  }

  const serve = (
    method: 'GET' | 'POST',
    url: string,
    handle: (who: Enrolling, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>,
  ) =>
    app.route({
      method,
      url,
      ...pageRoute,
      async handler(request, reply) {
        const who = await enrolling(request, reply);
        if (!who || (method === 'POST' && !door.isOurs(request, reply, who))) return reply;
        return handle(who, request, reply);
      },
    });

  /** Shows a page to whoever enrols, in their language. */
  const show = (
    reply: FastifyReply,
    who: Enrolling,
    status: number,
    page: (messages: Messages, locale: Locale) => Page,
  ) => showPage(reply, status, page, who.locale);

  serve('GET', '/two-factor/set-up', async (who, _, reply) =>
    show(reply, who, 200, (messages, locale) => setUpPage(who, messages, locale)),
  );

  // The seed is in the answer to a form alone: no other site can have it shown, and nothing keeps it.
  serve('POST', '/two-factor/set-up', async (who, _, reply) => {
    try {
      const { issuer } = context.config;
      const enrollment = await startEnrollment(context, who.caller);
      return show(reply, who, 200, (messages) =>
        scanPage({ ...enrollment, issuer, account: who.email, formToken: who.formToken }, messages),
      );
    } catch (error) {
      const minutes = waitOf(error, reply);
      return show(reply, who, 429, (messages, locale) =>
        setUpPage({ ...who, problem: messages.wait(minutes) }, messages, locale),
      );
    }
  });

  serve('GET', '/two-factor/set-up/code', async (who, _, reply) => {
    const open = await openEnrollment(context, who.caller.userId);
    if (!open) return reply.redirect('/two-factor/set-up', 303);
    return show(reply, who, 200, (messages) => firstCodePage({ ...who, ...open }, messages));
  });

  serve('POST', '/two-factor/set-up/code', async (who, request, reply) => {
    const expired = () =>
      show(reply, who, 422, (messages, locale) =>
        setUpPage({ ...who, problem: messages.refusal.expired }, messages, locale),
      );
    const open = await openEnrollment(context, who.caller.userId);
    if (!open) return expired();
    const { digits } = open;
    const refuse = (status: number, problem: (messages: Messages) => string) =>
      show(reply, who, status, (messages) =>
        firstCodePage({ formToken: who.formToken, digits, problem: problem(messages) }, messages),
      );
    try {
      const confirmed = await unlessMalformed(() =>
        confirmEnrollment(context, who.caller, typedCode(request)),
      );
      if (!confirmed) return refuse(422, ({ setUp }) => setUp.malformed(digits));
      if ('codes' in confirmed) return await showCodes(request, reply, who, confirmed);
      if (confirmed.refusal?.reason === 'expired') return expired();
      return refuse(422, (messages) => explainRefusal(confirmed.refusal, messages));
    } catch (error) {
      const minutes = waitOf(error, reply);
      return refuse(429, ({ wait }) => wait(minutes));
    }
  });

  /** The end of an enrolment: whoever was half-way in is in, and has their recovery codes before they go on. */
  async function showCodes(
    request: FastifyRequest,
    reply: FastifyReply,
    who: Enrolling,
    made: { codes: string[]; createdAtMs: number },
  ): Promise<FastifyReply> {
    const { email, locale } = who;
    notify(context, { userId: who.caller.userId, email, locale }, enrolledMail);
    let [token, returnTo]: [string | undefined, string] = [who.formToken, '/'];
    if (isPending(who)) {
      const entry = await finishSignIn(context, who.pending, door.visitOf(request));
      if (!entry) return reply.redirect('/sign-in?why=ended', 303);
      await door.enter(reply, entry);
      token = entry.step === 'signed_in' ? formToken(entry.token) : undefined;
      returnTo = entry.step === 'signed_in' ? who.pending.return_to : linkUrl('', entry.link, false);
    }
    const { issuer } = context.config;
    return showPage(
      reply,
      200,
      (messages, locale) =>
        recoveryCodesPage(
          {
            ...made,
            issuer,
            origin: originOf(request),
            account: who.email,
            locale,
            formToken: token,
            first: true,
            returnTo,
          },
          messages,
        ),
      who.locale,
    );
  }
}
