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

/** Tells a user that their password was changed, in case it was not they who did it. */
export function passwordChangedMail(to: Recipient): Message {
  const { mail } = messagesIn(localeOf(to.locale) ?? 'en');
  return warning(to, mail.changedSubject(to.issuer), mail.changedText(to.email));
}

/** Tells a user, where they used to be reached, that they are reached elsewhere now. */
export function addressChangedMail(to: Recipient): Message {
  const { mail } = messagesIn(localeOf(to.locale) ?? 'en');
  return warning(to, mail.movedSubject(to.issuer), mail.movedText(to.email));
}

/** Tells a user that their second factor is set up. */
export function enrolledMail(to: Recipient): Message {
  const { mail } = messagesIn(localeOf(to.locale) ?? 'en');
  return warning(to, mail.enrolledSubject(to.issuer), mail.enrolledText(to.email));
}

/**
 * Tells a user that a recovery code of theirs was used.
 *
 * @param left How many there still are.
 */
export function recoveryCodeUsedMail(to: Recipient, left: number): Message {
  const { mail } = messagesIn(localeOf(to.locale) ?? 'en');
  return warning(to, mail.recoverySubject(to.issuer), mail.recoveryText(to.email, left));
}

/** Tells a user that they have new recovery codes. */
export function recoveryCodesRenewedMail(to: Recipient): Message {
  const { mail } = messagesIn(localeOf(to.locale) ?? 'en');
  return warning(to, mail.renewedSubject(to.issuer), mail.renewedText(to.email));
}

/** Tells a user that their codes come from another phone now. */
export function phoneReplacedMail(to: Recipient): Message {
  const { mail } = messagesIn(localeOf(to.locale) ?? 'en');
  return warning(to, mail.replacedSubject(to.issuer), mail.replacedText(to.email));
}

/** Tells a user that they have another API key. */
export function apiKeyCreatedMail(to: Recipient): Message {
  const { mail } = messagesIn(localeOf(to.locale) ?? 'en');
  return warning(to, mail.keySubject(to.issuer), mail.keyText(to.email));
}

/** Tells a user that somebody else has the token of a device that they trusted. */
export function deviceCopiedMail(to: Recipient): Message {
  const { mail } = messagesIn(localeOf(to.locale) ?? 'en');
  return warning(to, mail.copiedSubject(to.issuer), mail.copiedText(to.email));
}

/** Tells a user that an administrator took their second factor away. */
export function factorRemovedMail(to: Recipient): Message {
  const { mail } = messagesIn(localeOf(to.locale) ?? 'en');
  return warning(to, mail.removedSubject(to.issuer), mail.removedText(to.email));
}

/** A mail without a link: what it asks for is to tell a person. */
function warning({ email, locale: tag }: Recipient, subject: string, text: string): Message {
  const locale = localeOf(tag) ?? 'en';
  const { mail } = messagesIn(locale);
  return {
    to: email,
    subject,
    text: `${text}\n\n${mail.changedNotYou}\n`,
    html: document(
      locale,
      html`<p>${text}</p>
<p>${mail.changedNotYou}</p>`,
    ),
  };
}

const document = (locale: Locale, body: Html): string =>
  String(html`<!doctype html>
<html lang="${locale}">
<head><meta charset="utf-8"></head>
<body>
${body}
</body>
</html>
`);
