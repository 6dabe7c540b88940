import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Context } from '../context.ts';
import type { OriginOf } from '../http/origin.ts';
import { phoneReplacedMail } from '../mail/account-mails.ts';
import { notify } from '../mail/notify.ts';
import { type Door, waitOf } from '../sign-in/door.ts';
import { type PageVisit, serveSignedIn } from '../sign-in/signed-in.ts';
import { unlessMalformed } from '../sign-in/unless-malformed.ts';
import {
  completeReplacement,
  openReplacement,
  type Replacement,
} from '../two-factor/complete-replacement.ts';
import { startReplacement } from '../two-factor/start-replacement.ts';
import type { Refusal } from '../two-factor/verification.ts';
import { typedCode } from '../web/form.ts';
import type { Messages } from '../web/messages.en.ts';
import { firstCodePage } from './first-code-page.ts';
import { recoveryCodesPage } from './recovery-codes-page.ts';
import { explainRefusal } from './refusal-view.ts';
import { replacementPage } from './replacement-page.ts';
import { REPLACE, scanPage } from './scan-page.ts';

const section = '/account/two-factor';
const DONE = `${section}?done=replaced`;

/** The pages on which somebody puts another phone in the place of theirs, which works until the new one does. */
export function serveReplacementPages(
  app: FastifyInstance,
  context: Context,
  { door, originOf }: { door: Door; originOf: OriginOf },
): void {
  const { issuer } = context.config;

  const serve = (method: 'GET' | 'POST', path: string, handle: (visit: PageVisit) => Promise<FastifyReply>) =>
    serveSignedIn(app, context, {
      door,
      method,
      path,
      section,
      fresh: true,
      returnTo: REPLACE,
      withFactor: true,
      handle,
    });

  const showStart = (
    { show, place, account }: PageVisit,
    problem?: (messages: Messages) => string,
    status = 200,
  ) =>
    show(
      (messages) =>
        replacementPage(
          { place, codesLeft: account.recoveryCodesLeft, problem: problem?.(messages) },
          messages,
        ),
      status,
    );

  serve('GET', REPLACE, async (visit) => showStart(visit));

  // The seed is in the answer to a form alone: no other site can have it shown, and nothing keeps it.
  serve('POST', REPLACE, async (visit) => {
    const { caller, account, formToken, show, reply } = visit;
    try {
      const seed = await startReplacement(context, caller);
      const model = { ...seed, issuer, account: account.email, formToken, replaces: true };
      return show((messages) => scanPage(model, messages));
    } catch (error) {
      const minutes = waitOf(error, reply);
      return showStart(visit, ({ wait }) => wait(minutes), 429);
    }
  });

  serve('GET', `${REPLACE}/code`, async ({ caller, formToken, show, reply }) => {
    const open = await openReplacement(context, caller.userId);
    if (!open) return reply.redirect(REPLACE, 303);
    return show((messages) => firstCodePage({ formToken, ...open, replaces: true }, messages));
  });

  serve('POST', `${REPLACE}/code`, async (visit) => {
    const { caller, request, reply, show, formToken } = visit;
    const open = await openReplacement(context, caller.userId);
    if (!open) return showStart(visit, ({ replacement }) => replacement.expired, 422);
    const { digits } = open;
    const refuse = (status: number, problem: (messages: Messages) => string) =>
      show(
        (messages) =>
          firstCodePage({ formToken, digits, replaces: true, problem: problem(messages) }, messages),
        status,
      );
    try {
      const outcome = await unlessMalformed(() => completeReplacement(context, caller, typedCode(request)));
      if (!outcome) return refuse(422, ({ setUp }) => setUp.malformed(digits));
      if (!('refusal' in outcome)) return finish(visit, outcome);
      const { refusal } = outcome;
      if (refusal.reason === 'expired')
        return showStart(visit, ({ replacement }) => replacement.expired, 422);
      return refuse(422, (messages) => explain(refusal, messages));
    } catch (error) {
      const minutes = waitOf(error, reply);
      return refuse(429, ({ wait }) => wait(minutes));
    }
  });

  /** The new phone is in its place. Recovery codes, if there are new ones, are shown before anything else. */
  function finish(
    { account, reply, request, show, formToken }: PageVisit,
    { codes }: Exclude<Replacement, { refusal: Refusal }>,
  ): FastifyReply {
    notify(context, account, phoneReplacedMail);
    if (!codes) return reply.redirect(DONE, 303);
    const sheet = { ...codes, issuer, origin: originOf(request), account: account.email, formToken };
    return show((messages, locale) =>
      recoveryCodesPage({ ...sheet, locale, first: false, renewed: true, returnTo: section }, messages),
    );
  }
}

/** As when a first phone is set up, but for what is different with a second one: nothing is taken over from its app. */
function explain(refusal: Refusal, messages: Messages): string {
  switch (refusal.reason) {
    case 'replaced':
      return messages.replacement.old;
    case 'wrong_algorithm':
    case 'wrong_digits':
    case 'wrong_period':
    case 'secret_as_text':
      return messages.replacement.otherWay;
    default:
      return explainRefusal(refusal, messages);
  }
}
