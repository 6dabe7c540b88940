import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import type { OriginOf } from '../http/origin.ts';
import { linkUrl } from '../password-links/create-link.ts';
import { requestLink } from '../password-links/request-link.ts';
import { graceEnd } from '../two-factor/grace.ts';
import { field } from '../web/form.ts';
import type { Messages } from '../web/messages.en.ts';
import { showPage } from '../web/page.ts';
import { returnPath } from '../web/return-to.ts';
import { type Door, pageRoute, waitOf } from './door.ts';
import { forgottenPasswordPage, linkMailedPage, noMailPage } from './forgotten-password-page.ts';
import { provePassword } from './prove-password.ts';
import { signInPage, whyOf } from './sign-in-page.ts';

/** The first step of signing in, what to do without a password, and the way out. */
export function serveSignInPages(
  app: FastifyInstance,
  context: Context,
  { door, originOf }: { door: Door; originOf: OriginOf },
): void {
  const { issuer } = context.config;

  app.get('/sign-in', pageRoute, async (request, reply) => {
    const { next, why: given } = request.query as Record<string, unknown>;
    const [returnTo, why] = [returnPath(next), whyOf(given)];
    if (why !== 'again' && (await door.findSignedIn(request))) return reply.redirect(returnTo, 303);
    return showPage(reply, 200, (messages) => signInPage({ issuer, email: '', returnTo, why }, messages));
  });

  app.post('/sign-in', pageRoute, async (request, reply) => {
    if (!door.isOurs(request, reply, undefined)) return reply;
    const email = field(request, 'email').trim();
    const returnTo = returnPath(field(request, 'next'));
    const why = field(request, 'why') === 'again' ? 'again' : undefined;
    const refuse = (status: number, problem: (messages: Messages) => string) =>
      showPage(reply, status, (messages) =>
        signInPage({ issuer, email, returnTo, why, problem: problem(messages) }, messages),
      );
    try {
      const proved = await provePassword(context, {
        ...door.visitOf(request),
        email,
        password: field(request, 'password'),
        returnTo,
        // Who is asked to prove it again proves all of it.
        deviceTokenOf: (userId) => (why === 'again' ? undefined : door.deviceToken(request, userId)),
      });
      if (!proved) return refuse(422, ({ signIn }) => signIn.wrong);
      if (proved.step === 'pending') {
        await door.keepPending(reply, proved.token);
        return reply.redirect('/sign-in/code', 303);
      }
      await door.enter(reply, proved);
      if (proved.deviceToken !== undefined) door.keepDevice(reply, proved.userId, proved.deviceToken);
      if (proved.step === 'choose_password') return reply.redirect(linkUrl('', proved.link, false), 303);
      // Who is asked to prove it again wants to go on with something else.
      const { database, clock } = context;
      const told = why !== 'again' && (await graceEnd(database, proved.userId, clock())) !== undefined;
      const setUp = `/two-factor/set-up?${new URLSearchParams({ next: returnTo })}`;
      return reply.redirect(told ? setUp : returnTo, 303);
    } catch (error) {
      const minutes = waitOf(error, reply);
      return refuse(429, ({ wait }) => wait(minutes));
    }
  });

  app.get('/sign-in/forgotten-password', pageRoute, (_, reply) =>
    showPage(reply, 200, (messages) =>
      context.mailer ? forgottenPasswordPage({ email: '' }, messages) : noMailPage(messages),
    ),
  );

  app.post('/sign-in/forgotten-password', pageRoute, async (request, reply) => {
    if (!door.isOurs(request, reply, undefined)) return reply;
    const email = field(request, 'email').trim();
    if (!context.mailer) return showPage(reply, 200, noMailPage);
    if (!/^[^\s@]+@[^\s@]+$/.test(email)) {
      return showPage(reply, 422, (messages) =>
        forgottenPasswordPage({ email, problem: messages.forgotten.noAddress }, messages),
      );
    }
    void requestLink(context, { email, origin: originOf(request), source: request.ip });
    return showPage(reply, 200, linkMailedPage);
  });

  app.post('/sign-out', pageRoute, async (request, reply) => {
    const visitor = (await door.findSignedIn(request)) ?? (await door.findHalfSignedIn(request));
    if (!door.isOurs(request, reply, visitor)) return reply;
    await door.signOut(reply);
    return reply.redirect('/sign-in?why=out', 303);
  });
}
