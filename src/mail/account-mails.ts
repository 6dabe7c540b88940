import { type Html, html } from '../web/html.ts';
import { type Locale, localeOf, messagesIn } from '../web/locale.ts';
import type { Message } from './mailer.ts';

export interface Recipient {
  email: string;
  /** The user's language tag. */
  locale: string | null;
  /** As whom the server presents itself. */
  issuer: string;
}

/**
 * Brings a user the link to choose a password.
 *
 * @param first Whether they never had one.
 */
export function passwordLinkMail(
  { email, locale: tag, issuer }: Recipient,
  { url, minutes, first }: { url: string; minutes: number; first: boolean },
): Message {
  const locale = localeOf(tag) ?? 'en';
  const { mail } = messagesIn(locale);
  const [subject, text, action] = first
    ? [mail.setupSubject(issuer), mail.setupText(email), mail.setupLink]
    : [mail.resetSubject(issuer), mail.resetText(email), mail.resetLink];
  const after = `${mail.once(minutes)} ${mail.ignore}`;
  return {
    to: email,
    subject,
    text: `${text}\n\n${action}:\n${url}\n\n${after}\n`,
    html: document(
      locale,
      html`<p>${text}</p>
<p><a href="${url}">${action}</a></p>
<p>${after}</p>`,
    ),
  };
}

type Warning =
  | 'changed'
  | 'moved'
  | 'enrolled'
  | 'recovery'
  | 'renewed'
  | 'replaced'
  | 'key'
  | 'copied'
  | 'removed'
  | 'exported';

/**
 * A mail without a link: what it asks for, in case it was not the user who did it, is to tell a person.
 *
 * @param left How many recovery codes there still are, where that is told.
 */
const warning =
  (about: Warning) =>
  ({ email, locale: tag, issuer }: Recipient, left = 0): Message => {
    const locale = localeOf(tag) ?? 'en';
    const { mail } = messagesIn(locale);
    const text = mail[`${about}Text`](email, left);
    return {
      to: email,
      subject: mail[`${about}Subject`](issuer),
      text: `${text}\n\n${mail.changedNotYou}\n`,
      html: document(
        locale,
        html`<p>${text}</p>
<p>${mail.changedNotYou}</p>`,
      ),
    };
  };

export const passwordChangedMail = warning('changed');
/** To where they used to be reached: they are reached elsewhere now. */
export const addressChangedMail = warning('moved');
export const enrolledMail = warning('enrolled');
export const recoveryCodeUsedMail = warning('recovery');
export const recoveryCodesRenewedMail = warning('renewed');
export const phoneReplacedMail = warning('replaced');
export const apiKeyCreatedMail = warning('key');
/** Somebody else may have the token of a device that they trusted. */
export const deviceCopiedMail = warning('copied');
/** An administrator took their second factor away. */
export const factorRemovedMail = warning('removed');
/** An administrator has a sealed file with the key of their app, for another server. */
export const keyExportedMail = warning('exported');

const document = (locale: Locale, body: Html): string =>
  String(html`<!doctype html>
<html lang="${locale}">
<head><meta charset="utf-8"></head>
<body>
${body}
</body>
</html>
`);
