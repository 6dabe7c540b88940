import { formTokenField } from '../web/form.ts';
import { type Html, html } from '../web/html.ts';
import type { Messages } from '../web/messages.en.ts';

/** What stands under the pages of somebody who is half-way in: who that is, and a way out. */
export const signingInAs = (
  { email, formToken }: { email: string; formToken: string },
  { code }: Messages,
): Html => html`<div class="under"><p>${code.as} <strong>${email}</strong></p>
<form method="post" action="/sign-out">${formTokenField(formToken)}<button class="link">${code.other}</button></form></div>`;
