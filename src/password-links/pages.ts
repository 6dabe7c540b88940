import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import type { OriginOf } from '../http/origin.ts';
import { MAX_PASSWORD_LENGTH } from '../password-policy/check-password.ts';
import type { PasswordFault } from '../password-policy/password-faults.ts';
import { pageRoute } from '../sign-in/door.ts';
import { type Html, html } from '../web/html.ts';
import { type Locale, messagesIn } from '../web/locale.ts';
import { notePage } from '../web/note-page.ts';
import { localeOfRequest, type Page, sendPage } from '../web/page.ts';
import { isFromElsewhere } from '../web/same-origin.ts';
import { choosePassword, type OpenLink, openLink } from './choose-password.ts';

/** What a person did wrong, besides what is wrong with the password itself. */
type Problem = PasswordFault | 'missing' | 'different';

/**
 * The pages behind the links. The token in the path is the secret and the only right to be here: they neither
 * read nor set a session. A star takes what a mail program made of a link, to the end.
 */
export function servePasswordPages(app: FastifyInstance, context: Context, originOf: OriginOf): void {
  for (const [path, first] of [
    ['/password/reset/*', false],
    ['/account/setup/*', true],
  ] as const) {
    app.get(path, pageRoute, async (request, reply) => {
      const open = await openLink(context, tokenOf(request));
      const locale = localeOfRequest(request, open?.user.locale);
      if (!open) return sendPage(reply, locale, gonePage(locale), 404);
      return sendPage(reply, locale, formPage(locale, open, first));
    });
    app.post(path, pageRoute, async (request, reply) => {
      const open = await openLink(context, tokenOf(request));
      const locale = localeOfRequest(request, open?.user.locale);
      if (!open) return sendPage(reply, locale, gonePage(locale), 404);
      if (isFromElsewhere(request, originOf(request))) {
        return sendPage(reply, locale, elsewherePage(locale), 403);
      }
      const result = await submit(context, request);
      if (result === 'gone') return sendPage(reply, locale, gonePage(locale), 404);
      if (result === 'done') return sendPage(reply, locale, donePage(locale));
      return sendPage(reply, locale, formPage(locale, open, first, result), 422);
    });
  }
}

const tokenOf = ({ params }: FastifyRequest): string => (params as { '*': string })['*'];

async function submit(context: Context, request: FastifyRequest): Promise<'done' | 'gone' | Problem[]> {
  const { password, repeat } = (request.body ?? {}) as Record<string, unknown>;
  if (typeof password !== 'string' || password === '') return ['missing'];
  if (password !== repeat) return ['different'];
  return choosePassword(context, { link: tokenOf(request), password, source: request.ip });
}

function formPage(
  locale: Locale,
  { user, config }: OpenLink,
  first: boolean,
  problems: Problem[] = [],
): Page {
  const { password: words } = messagesIn(locale);
  const title = first ? words.setupTitle : words.resetTitle;
  const told = (problem: Problem): string => {
    if (problem === 'min_length') return words.min_length(config.min_length);
    return problem === 'max_length' ? words.max_length(MAX_PASSWORD_LENGTH) : words[problem];
  };
  const field = (name: 'password' | 'repeat', hint?: Html) => html`<div class="field">
<label for="${name}">${words[name]}</label>
<input type="password" id="${name}" name="${name}" required autocomplete="new-password"${
    problems.length
      ? html` aria-invalid="true" aria-describedby="problems"`
      : hint && html` aria-describedby="hint"`
  }>
${hint}
</div>`;
  return {
    title: problems.length ? `${words.notSaved}: ${title}` : title,
    body: html`<section class="panel">
<h1>${title}</h1>
${
  problems.length > 0 &&
  html`<div class="note bad" role="alert" id="problems"><p><strong>${words.notSaved}</strong></p>
<ul>${problems.map((problem) => html`<li>${told(problem)}</li>`)}</ul></div>`
}
<p>${first ? words.setupText : words.resetText}</p>
<form method="post">
<div class="field">
<label for="username">${words.email}</label>
<input type="email" id="username" value="${user.email}" readonly autocomplete="username">
</div>
${field('password', html`<span class="hint" id="hint">${words.atLeast(config.min_length)}</span>`)}
${field('repeat')}
<div class="actions"><button>${words.save}</button></div>
</form>
</section>`,
  };
}

/** The same for every link that is not good, whatever the reason. */
function gonePage(locale: Locale): Page {
  const { password } = messagesIn(locale);
  return notePage(password.goneTitle, password.goneText);
}

function elsewherePage(locale: Locale): Page {
  const { elsewhere } = messagesIn(locale);
  return notePage(elsewhere.title, elsewhere.text);
}

function donePage(locale: Locale): Page {
  const { password } = messagesIn(locale);
  return notePage(password.doneTitle, password.doneText, { url: '/sign-in', text: password.signIn });
}
