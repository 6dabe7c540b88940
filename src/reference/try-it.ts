import { type Html, html } from '../web/html.ts';
import type { Entry, Parameter, Reference } from './entry.ts';
import { exampleOf } from './example.ts';
import type { Language } from './language.ts';

/**
 * The form that calls an operation in place, by `static/try-it.js`. It is hidden until the script runs, and its
 * fields have no names, so nothing typed can end in a URL.
 */
export function tryIt(entry: Entry, { words }: Language, { shapes }: Reference, origin: string): Html {
  const texts = words.tryIt;
  const { id, method, path, parameters, body, operation } = entry;
  const isLogin = id === 'login';
  const example = body && exampleOf(body.shape, { shapes, origin, writable: true });
  return html`<section class="panel" aria-labelledby="try">
<h2 id="try">${texts.title}</h2>
<p class="note without-script">${texts.withoutScript}</p>
<div class="try" hidden data-method="${method}" data-path="/api/4.0${path}" data-form="${isLogin && 'yes'}"
 data-texts="${JSON.stringify(texts)}">
<p class="note warn">${texts.live}</p>
${operation.access !== 'public' || id === 'logout' ? tokenView(texts) : undefined}
<form class="call" method="post" autocomplete="off">
${parameters.map((parameter) => inputView(parameter, words, isLogin))}
${
  body &&
  html`<p class="field"><label for="try-body">${words.body} <span class="muted">JSON</span></label>
<textarea id="try-body" class="mono" rows="8" spellcheck="false">${JSON.stringify(example, null, 2)}</textarea></p>`
}
<p class="actions"><button type="submit"${method === 'DELETE' && html` class="danger"`}>${texts.send} ${method}</button></p>
</form>
<p class="outcome" role="status"></p>
<div class="result" hidden>
<h3>${texts.answer}</h3>
<pre class="answer" tabindex="0" role="group" aria-label="${texts.answer}"></pre>
<p><a class="explained" hidden>${texts.explained}</a></p>
<details><summary>${texts.headers}</summary><pre class="headers" tabindex="0" role="group" aria-label="${texts.headers}"></pre></details>
</div>
</div>
</section>`;
}

function tokenView(texts: Language['words']['tryIt']): Html {
  return html`<form class="token" method="post" autocomplete="off"><p class="field"><label for="try-token">${texts.token}</label>
<input id="try-token" class="mono" type="password" autocomplete="off" spellcheck="false" aria-describedby="try-token-hint">
<span class="hint" id="try-token-hint">${texts.tokenHint}</span></p></form>
<details class="log-in"><summary>${texts.logIn}</summary>
<form method="post" autocomplete="off">
<p class="field"><label for="try-client-id">${texts.clientId}</label><input id="try-client-id" class="mono" autocomplete="off" spellcheck="false" autocapitalize="none"></p>
<p class="field"><label for="try-client-secret">${texts.clientSecret}</label><input id="try-client-secret" class="mono" type="password" autocomplete="off"></p>
<p class="actions"><button type="submit" class="quiet">${texts.logInButton}</button><button type="button" class="quiet forget">${texts.forget}</button></p>
</form></details>`;
}

function inputView(
  { name, in: place, schema, required }: Parameter,
  words: Language['words'],
  isLogin: boolean,
): Html {
  const id = `try-${name}`;
  const attributes = html`id="${id}" data-in="${place}" data-name="${name}"${required && html` required`}`;
  const secret = isLogin && name === 'client_secret';
  return html`<p class="field"><label for="${id}"><code>${name}</code>${
    required && html` <span class="muted">${words.required}</span>`
  }</label>${
    schema.type === 'boolean'
      ? html`<select ${attributes}><option value="">${words.tryIt.any}</option><option>true</option><option>false</option></select>`
      : html`<input ${attributes} class="mono" type="${secret ? 'password' : 'text'}" autocomplete="off" spellcheck="false" autocapitalize="none"${
          schema.type === 'integer' && html` inputmode="numeric"`
        }>`
  }</p>`;
}

export const tryItScript = 'try-it.js';
