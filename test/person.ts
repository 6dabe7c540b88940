import assert from 'node:assert/strict';
import type { FastifyInstance } from 'fastify';
import { codeAt } from './authenticator.ts';
import type { TestServer } from './harness.ts';

/** Breaks no rule. */
export const PASSWORD = 'correct horse, seven staples';

/** What a browser got, after all redirects. */
export interface Shown {
  status: number;
  /** Where it is now. */
  path: string;
  text: string;
  /** The same as it came. */
  bytes: Buffer;
  headers: Record<string, unknown>;
}

/** A browser without a window: it keeps cookies, follows redirects, and sends forms with all that is hidden in them. */
export function newBrowser(app: FastifyInstance, headers: Record<string, string> = {}) {
  const cookies = new Map<string, string>();
  let shown: Shown | undefined;

  async function go(method: 'GET' | 'POST', url: string, payload?: string): Promise<Shown> {
    const answer = await app.inject({
      method,
      url: url.replace(/^https?:\/\/[^/]+/, ''),
      headers: {
        // Browsers that do not send it say the origin alone.
        ...(headers.origin === undefined && { 'sec-fetch-site': 'same-origin' }),
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
        ...(cookies.size && { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
        ...(payload !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
        ...headers,
      },
      ...(payload !== undefined && { payload }),
    });
    for (const set of [answer.headers['set-cookie'] ?? []].flat()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    if (answer.statusCode === 303) return go('GET', String(answer.headers.location));
    const { statusCode: status, payload: text, rawPayload: bytes } = answer;
    shown = { status, path: url, text, bytes, headers: answer.headers };
    return shown;
  }

  return {
    cookies,
    open: (url: string) => go('GET', url),
    /** Sends the form of the page that leads to a path, with these fields filled in. */
    send(action: string, fields: Record<string, string> = {}): Promise<Shown> {
      const form = shown?.text
        .split('<form ')
        .find((part) => part.includes(`action="${action}"`))
        ?.split('</form>')[0];
      assert.ok(form, `${shown?.path} has a form for ${action}`);
      const hidden = [...form.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)];
      const all = [...hidden.map(([, name = '', value = '']) => [name, value]), ...Object.entries(fields)];
      return go('POST', action, new URLSearchParams(all as [string, string][]).toString());
    },
    /** Sends what no page of ours asked for. */
    post: (url: string, fields: Record<string, string> = {}) =>
      go('POST', url, new URLSearchParams(fields).toString()),
  };
}

export type WindowlessBrowser = ReturnType<typeof newBrowser>;

/** A user with an e-mail address and a password. */
export async function newPerson(
  { app, admin }: TestServer,
  { email = 'ada@example.com', ...user }: { email?: string; first_name?: string; locale?: string } = {},
): Promise<{ id: string; email: string }> {
  const { id } = (await admin.post('/users', { first_name: 'Ada', last_name: 'Lovelace', ...user })).body;
  await admin.post(`/users/${id}/credentials_email`, { email });
  const { body } = await admin.post(`/users/${id}/credentials_email/password_reset`);
  const browser = newBrowser(app);
  const url = body.account_setup_url.replace(/^https?:\/\/[^/]+/, '');
  assert.equal((await browser.post(url, { password: PASSWORD, repeat: PASSWORD })).status, 200);
  return { id, email };
}

/** The same with a second factor, which an administrator set up for them. */
export async function newPersonWithTwoFactor(server: TestServer, user: Parameters<typeof newPerson>[1] = {}) {
  const person = await newPerson(server, user);
  const path = `/users/${person.id}/credentials_totp`;
  await server.admin.post(path);
  const { secret } = (await server.admin.post(`${path}/enrollment`)).body;
  await server.admin.post(`${path}/verify`, { code: codeAt(secret, server.clock.nowMs) });
  server.clock.nowMs += 60_000;
  const { codes } = (await server.admin.post(`/users/${person.id}/recovery_codes`)).body;
  return { ...person, secret: secret as string, codes: codes as string[] };
}

/** The first step of signing in. */
export async function givePassword(
  browser: WindowlessBrowser,
  email: string,
  { password = PASSWORD, next = '/' } = {},
): Promise<Shown> {
  await browser.open(`/sign-in?next=${encodeURIComponent(next)}`);
  return browser.send('/sign-in', { email, password });
}
