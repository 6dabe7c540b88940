import type { FastifyReply, FastifyRequest } from 'fastify';
import { assetUrl } from './assets.ts';
import { type Html, html } from './html.ts';
import { chooseLocale, type Locale, messagesIn, otherLocale } from './locale.ts';
import type { Messages } from './messages.en.ts';
import { headerNavigation, type Place, sectionNavigation } from './navigation.ts';

export interface Page {
  title: string;
  body: Html;
  /** `narrow`: a few fields; `card`: one column for one task; `medium`: two columns; `wide`: room for tables. */
  width?: 'narrow' | 'card' | 'medium' | 'wide';
  /** Of a page for somebody who is signed in: it has the navigation. */
  place?: Place;
  /** Names of style sheets in `static/`, besides the one of every page. */
  styles?: string[];
  /** Names of scripts in `static/`, for what works better with them. */
  scripts?: string[];
  /** Whether it cannot be opened a second time: then nothing leads away from it by mistake. */
  once?: boolean;
  /** Where the browser goes on to by itself. */
  onwardTo?: string;
}

/** Nothing but our own files, no inline script or style, no frame around us (CSP level 3). */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const headers = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  // The origin alone: a form says it then, also where the browser has no Sec-Fetch-Site, and no address is told.
  'referrer-policy': 'strict-origin',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
};

/**
 * The language of a request: `?lang=`, then the cookie that a language link leaves, then the browser's.
 *
 * @param preferred The signed-in user's.
 */
export function localeOfRequest(request: FastifyRequest, preferred?: string | null): Locale {
  const lang = langAsked(request);
  const cookie = /(?:^|;\s*)lang=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
  return chooseLocale(
    [typeof lang === 'string' ? lang : undefined, cookie, preferred],
    request.headers['accept-language'],
  );
}

/** There is no query in an address that could not be taken apart, of which a page tells as well. */
const langAsked = ({ query }: FastifyRequest): unknown => (query as { lang?: unknown } | null)?.lang;

/** Answers with a page. */
export function sendPage(reply: FastifyReply, locale: Locale, page: Page, status = 200): FastifyReply {
  const { request } = reply;
  if (langAsked(request) === locale) {
    reply.header('set-cookie', `lang=${locale}; Path=/; Max-Age=31536000; SameSite=Lax`);
  }
  return reply
    .code(status)
    .headers(headers)
    .type('text/html; charset=utf-8')
    .header('content-language', locale)
    .send(String(document(request, locale, page)));
}

/**
 * Answers with a page in the language of the request.
 *
 * @param preferred The signed-in user's.
 */
export function showPage(
  reply: FastifyReply,
  status: number,
  page: (messages: Messages, locale: Locale) => Page,
  preferred?: string | null,
): FastifyReply {
  const locale = localeOfRequest(reply.request, preferred);
  return sendPage(reply, locale, page(messagesIn(locale), locale), status);
}

function document(
  request: FastifyRequest,
  locale: Locale,
  { title, body, width = 'card', place, styles = [], scripts = [], once, onwardTo }: Page,
): Html {
  const messages = messagesIn(locale);
  const { layout } = messages;
  const other = otherLocale(locale);
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
${onwardTo !== undefined && html`<meta http-equiv="refresh" content="0; url=${onwardTo}">`}
<title>${title} · Countersign</title>
<link rel="icon" href="${assetUrl('mark.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${assetUrl('style.css')}">
${styles.map((name) => html`<link rel="stylesheet" href="${assetUrl(name)}">`)}
${scripts.map((name) => html`<script src="${assetUrl(name)}" type="module"></script>`)}
</head>
<body class="${width}${place && ' with-sections'}">
<a class="skip" href="#content">${layout.skip}</a>
<header class="top">
<a class="brand" href="/"><img src="${assetUrl('mark.svg')}" alt="" width="28" height="28"> Countersign</a>
${place && headerNavigation(place, messages)}
${!once && html`<a class="language" href="${inLanguage(request, other)}" hreflang="${other}" lang="${other}" rel="alternate">${layout.otherLanguage}</a>`}
</header>
${place ? html`<div class="framed">${sectionNavigation(place, messages)}${main(body)}</div>` : main(body)}
<footer><a href="/docs">${layout.reference}</a></footer>
</body>
</html>
`;
}

const main = (body: Html): Html => html`<main id="content" tabindex="-1">
${body}
</main>`;

/**
 * The same page in another language. After a form was sent there is only its address to go to, which may be no
 * address at all, and must not become another host's.
 */
function inLanguage({ url }: FastifyRequest, locale: Locale): string {
  const [path = '', ...query] = url.split('?');
  const search = new URLSearchParams(query.join('?'));
  search.set('lang', locale);
  return `${path.replace(/^[/\\]*/, '/')}?${search}`;
}
