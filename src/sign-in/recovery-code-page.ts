import { formTokenField } from '../web/form.ts';
import { problemNote, wrong } from '../web/form-parts.ts';
import { html } from '../web/html.ts';
import type { Messages } from '../web/messages.en.ts';
import type { Page } from '../web/page.ts';
import { signingInAs } from './signing-in-as-view.ts';

interface RecoveryCodeModel {
  email: string;
  formToken: string;
  problem?: string | undefined;
}

export function recoveryCodePage({ email, formToken, problem }: RecoveryCodeModel, messages: Messages): Page {
  const { recovery } = messages;
  return {
    title: problem === undefined ? recovery.title : `${recovery.failed}: ${recovery.title}`,
    width: 'narrow',
    scripts: ['send-once.js'],
    body: html`<section class="panel">
<h1>${recovery.title}</h1>
${problemNote(problem, recovery.failed) ?? html`<p>${recovery.text}</p>`}
<form method="post" action="/sign-in/recovery-code">
${formTokenField(formToken)}
<div class="field">
<label for="code">${recovery.label}</label>
<input class="recovery" type="text" id="code" name="code" required autofocus autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="60" placeholder="XXXXX-XXXXX-XXXXX-XXXXX-XXXXX"${wrong(problem !== undefined)}>
</div>
<div class="actions"><button>${recovery.go}</button></div>
</form>
<p class="below"><a href="/sign-in/code">${recovery.code}</a></p>
<p class="hint">${recovery.none}</p>
</section>
${signingInAs({ email, formToken }, messages)}`,
  };
}
