import type { FastifyInstance, FastifyReply } from 'fastify';
import { readAccount } from '../account/read-account.ts';
import type { Context } from '../context.ts';
import { AppError } from '../core/app-error.ts';
import type { OriginOf } from '../http/origin.ts';
import { recoveryCodesRenewedMail } from '../mail/account-mails.ts';
import { notify } from '../mail/notify.ts';
import { type Door, pageRoute, placeOf } from '../sign-in/door.ts';
import { type PageVisit, serveSignedIn } from '../sign-in/signed-in.ts';
import { renewRecoveryCodes } from '../two-factor/recovery-codes.ts';
import { longDate } from '../web/dates.ts';
import { field } from '../web/form.ts';
import { messagesIn } from '../web/locale.ts';
import { localeOfRequest, showPage } from '../web/page.ts';
import { returnPath } from '../web/return-to.ts';
import { recoveryCodesFile } from './recovery-codes-file.ts';
import { recoveryCodesPage, renewRecoveryCodesPage } from './recovery-codes-page.ts';

const section = '/account/two-factor';

/** The pages on which somebody gets recovery codes anew, and what is done with those on a page. */
export function serveRecoveryPages(
  app: FastifyInstance,
  context: Context,
  { door, originOf }: { door: Door; originOf: OriginOf },
): void {
  const { issuer } = context.config;

  const serve = (method: 'GET' | 'POST', handle: (visit: PageVisit) => Promise<FastifyReply>) =>
    serveSignedIn(app, context, {
      door,
      method,
      path: '/two-factor/recovery-codes',
      section,
      fresh: true,
      returnTo: '/two-factor/recovery-codes',
      withFactor: true,
      handle,
    });

  serve('GET', async ({ show, place, account }) =>
    show((messages) => renewRecoveryCodesPage({ place, remaining: account.recoveryCodesLeft }, messages)),
  );

  serve('POST', async ({ show, request, caller, formToken, account }) => {
    const made = await renewRecoveryCodes(context, caller, account.userId);
    notify(context, account, recoveryCodesRenewedMail);
    const sheet = { issuer, origin: originOf(request), account: account.email, formToken };
    return show((messages, locale) =>
      recoveryCodesPage({ ...made, ...sheet, locale, first: false, returnTo: section }, messages),
    );
  });

  // Nothing is read or changed here: what a page has comes back as a file, without a script.
  app.post('/two-factor/recovery-codes/file', pageRoute, async (request, reply) => {
    if (!door.isOurs(request, reply, undefined)) return reply;
    const locale = localeOfRequest(request);
    const { setUp, recoveryCodes: words } = messagesIn(locale);
    const { code } = (request.body ?? {}) as { code?: unknown };
    const made = Number(field(request, 'made'));
    const text = recoveryCodesFile(
      {
        title: words.fileTitle(issuer),
        lines: [
          `${words.site}: ${originOf(request)}`,
          `${setUp.account}: ${field(request, 'account').slice(0, 254)}`,
          ...(made > 0 && made < 8.64e15 ? [`${words.made}: ${longDate(locale, made)}`] : []),
          '',
          words.sheet,
        ],
      },
      code,
    );
    if (text === undefined) throw new AppError('bad_request');
    return reply
      .type('text/plain; charset=utf-8')
      .header('content-disposition', 'attachment; filename="recovery-codes.txt"')
      .header('cache-control', 'no-store')
      .send(text);
  });

  app.post('/two-factor/recovery-codes/saved', pageRoute, async (request, reply) => {
    const visitor = await door.findSignedIn(request);
    if (!door.isOurs(request, reply, visitor)) return reply;
    if (visitor && field(request, 'saved') !== 'yes') {
      const { locale, recoveryCodesLeft: remaining } = await readAccount(context, visitor.caller);
      const place = placeOf(visitor, section);
      return showPage(
        reply,
        422,
        (messages) =>
          renewRecoveryCodesPage({ place, remaining, problem: messages.recoveryCodes.notSaved }, messages),
        locale,
      );
    }
    return reply.redirect(returnPath(field(request, 'next')), 303);
  });
}
