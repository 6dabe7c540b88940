import { html } from '../web/html.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Page } from '../web/page.ts';
import { signingInAs } from './signing-in-as-view.ts';

/** For somebody whose second factor takes no codes for now. Without one they do not get in either. */
export const signInDisabledPage = (
  { pending, formToken }: { pending: { email: string }; formToken: string },
  messages: Messages,
): Page => ({
  title: messages.code.disabledTitle,
  width: 'narrow',
  body: html`<section class="panel"><h1>${messages.code.disabledTitle}</h1><p>${messages.code.disabledText}</p></section>
${signingInAs({ email: pending.email, formToken }, messages)}`,
});
