import { formTokenField } from '../web/form.ts';
import { codeField, problemNote } from '../web/form-parts.ts';
import { html } from '../web/html.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Page } from '../web/page.ts';
import { signingInAs } from './signing-in-as-view.ts';

interface CodeModel {
  email: string;
  formToken: string;
  /** Whether the box is ticked. */
  trust: boolean;
  problem?: string | undefined;
}

export function codePage({ email, formToken, trust, problem }: CodeModel, messages: Messages): Page {
  const { code } = messages;
  return {
    title: problem === undefined ? code.title : `${code.failed}: ${code.title}`,
    width: 'narrow',
    scripts: ['send-once.js'],
    body: html`<section class="panel">
<h1>${code.title}</h1>
${problemNote(problem, code.failed) ?? html`<p>${code.text}</p>`}
<form method="post" action="/sign-in/code">
${formTokenField(formToken)}
${codeField(code.label, { isWrong: problem !== undefined })}
<label class="check"><input type="checkbox" name="trust" value="yes"${trust && html` checked`}> <span>${code.trust}<span class="hint">${code.trustHint}</span></span></label>
<div class="actions"><button>${code.go}</button></div>
</form>
<p class="below"><a href="/sign-in/recovery-code">${code.recovery}</a></p>
</section>
${signingInAs({ email, formToken }, messages)}`,
  };
}
