import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { sql } from '../src/store/sql.ts';
import { startInProcess, type TestServer } from './harness.ts';

/** Breaks no rule. */
export const PASSWORD = 'correct horse, seven staples';

/** A server, a user with an e-mail address, and what a browser does. */
export async function withUser(t: TestContext, body: object = { first_name: 'Ada', last_name: 'Lovelace' }) {
  const server = await startInProcess(t);
  const id: string = (await server.admin.post('/users', body)).body.id;
  await server.admin.post(`/users/${id}/credentials_email`, { email: 'ada@example.com' });
  return { ...server, id, ...browser(server), path: `/users/${id}/credentials_email` };
}

export function browser({ app }: TestServer) {
  const open = (url: string, headers: Record<string, string> = {}) =>
    app.inject({ url: pathOf(url), headers });
  const submit = (url: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    app.inject({
      method: 'POST',
      url: pathOf(url),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        // Browsers that send no `Sec-Fetch-Site` say the origin alone.
        ...(headers.origin === undefined && { 'sec-fetch-site': 'same-origin' }),
        ...headers,
      },
      payload: new URLSearchParams(fields).toString(),
    });
  const choose = (url: string, password = PASSWORD, headers: Record<string, string> = {}) =>
    submit(url, { password, repeat: password }, headers);
  return { open, submit, choose };
}

export const pathOf = (url: string): string => url.replace(/^https?:\/\/[^/]+/, '');

export const hashOf = async ({ context }: TestServer, id: string) =>
  (
    await context.database.get<{ password_hash: string | null }>(
      sql`SELECT password_hash FROM credentials_email WHERE user_id = ${Number(id)}`,
    )
  )?.password_hash ?? undefined;

export async function newLink({ admin }: TestServer, id: string, query = ''): Promise<string> {
  const { status, body } = await admin.post(`/users/${id}/credentials_email/password_reset${query}`);
  assert.equal(status, 200);
  return body.password_reset_url;
}
