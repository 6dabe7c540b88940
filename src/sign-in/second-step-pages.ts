import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { recoveryCodeUsedMail } from '../mail/account-mails.ts';
import { notify } from '../mail/notify.ts';
import { linkUrl } from '../password-links/create-link.ts';
import { useRecoveryCode } from '../two-factor/recovery-codes.ts';
import { verifyCode } from '../two-factor/verify-code.ts';
import { field, typedCode } from '../web/form.ts';
import type { Messages } from '../web/messages.en.ts';
import { type Page, showPage } from '../web/page.ts';
import { codePage } from './code-page.ts';
import { type Door, type HalfSignedIn, pageRoute, waitOf } from './door.ts';
import { finishSignIn } from './enter.ts';
import { recoveryCodePage } from './recovery-code-page.ts';
import { signInDisabledPage } from './sign-in-disabled-page.ts';
import { unlessMalformed } from './unless-malformed.ts';

/** What a page says of a try that failed. */
type Problem = (messages: Messages) => string;

/** The second step of signing in: a code, or a recovery code. Without the first there is nothing here. */
export function serveSecondStepPages(app: FastifyInstance, context: Context, door: Door): void {
  /** @returns undefined when the answer has been given. */
  async function awaited(request: FastifyRequest, reply: FastifyReply): Promise<HalfSignedIn | undefined> {
    const half = await door.findHalfSignedIn(request);
    const needs = half?.pending.needs;
    if (half && needs === 'code') return half;
    if (half && needs === 'disabled')
      showPage(reply, 403, (messages) => signInDisabledPage(half, messages), half.pending.locale);
    else if (half && needs === 'enroll') reply.redirect('/two-factor/set-up', 303);
    else reply.redirect('/sign-in?why=ended', 303);
    return undefined;
  }

  /** Serves one way to prove the second factor. */
  function serve(
    path: string,
    view: (half: HalfSignedIn, messages: Messages, trust: boolean, problem?: string) => Page,
    prove: (half: HalfSignedIn, request: FastifyRequest, reply: FastifyReply) => Promise<Problem | undefined>,
  ): void {
    app.get(path, pageRoute, async (request, reply) => {
      const half = await awaited(request, reply);
      if (!half) return reply;
      return showPage(reply, 200, (messages) => view(half, messages, false), half.pending.locale);
    });

    app.post(path, pageRoute, async (request, reply) => {
      const half = await awaited(request, reply);
      if (!half || !door.isOurs(request, reply, half)) return reply;
      const refuse = (status: number, problem: Problem) =>
        showPage(
          reply,
          status,
          (messages) => view(half, messages, field(request, 'trust') === 'yes', problem(messages)),
          half.pending.locale,
        );
      let problem: Problem | undefined;
      try {
        problem = await prove(half, request, reply);
      } catch (error) {
        const minutes = waitOf(error, reply);
        return refuse(429, ({ wait }) => wait(minutes));
      }
      if (problem) return refuse(422, problem);
      const entry = await finishSignIn(context, half.pending, door.visitOf(request));
      if (!entry) return reply.redirect('/sign-in?why=ended', 303);
      await door.enter(reply, entry);
      const to = entry.step === 'signed_in' ? half.pending.return_to : linkUrl('', entry.link, false);
      return reply.redirect(to, 303);
    });
  }

  serve(
    '/sign-in/code',
    ({ pending, formToken }, messages, trust, problem) =>
      codePage({ email: pending.email, formToken, trust, problem }, messages),
    async ({ pending, caller }, request, reply) => {
      const outcome = await unlessMalformed(() =>
        verifyCode(context, caller, pending.user_id, {
          code: typedCode(request),
          deviceToken: door.deviceToken(request, pending.user_id),
          rememberDevice: field(request, 'trust') === 'yes',
          userAgent: request.headers['user-agent'],
        }),
      );
      if (!outcome) return ({ code }) => code.malformed;
      // Whoever has the password alone is not told why: see 2 in docs/decisions/0022-sessions-of-the-pages.md.
      if (!outcome.accepted) return ({ code }) => code.wrong;
      if (outcome.deviceToken !== undefined) door.keepDevice(reply, pending.user_id, outcome.deviceToken);
      return undefined;
    },
  );

  serve(
    '/sign-in/recovery-code',
    ({ pending, formToken }, messages, _trust, problem) =>
      recoveryCodePage({ email: pending.email, formToken, problem }, messages),
    async ({ pending, caller }, request) => {
      const outcome = await unlessMalformed(() =>
        useRecoveryCode(context, caller, pending.user_id, field(request, 'code').trim()),
      );
      if (!outcome) return ({ recovery }) => recovery.malformed;
      if (!outcome.accepted) return ({ recovery }) => recovery.wrong;
      const { user_id: userId, email, locale } = pending;
      notify(context, { userId, email, locale }, (to) => recoveryCodeUsedMail(to, outcome.remaining));
      return undefined;
    },
  );
}
