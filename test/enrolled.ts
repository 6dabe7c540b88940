import type { TestContext } from 'node:test';
import { codeAt, wrongCodeAt } from './authenticator.ts';
import { startInProcess, type TestServer } from './harness.ts';

export const STEP = 30_000;

/** A new user who has a seed, and whose first code is still to come; and what an app and a stranger send. */
export async function someone({ admin, clock }: TestServer, parameters: object = {}) {
  const { id }: { id: string } = (await admin.post('/users')).body;
  const path = `/users/${id}/credentials_totp`;
  await admin.post(path);
  const enroll = async () => (await admin.post(`${path}/enrollment`, parameters)).body;
  const { secret }: { secret: string } = await enroll();
  /** What is sent and answered, of whatever form. */
  const send = (code: unknown, more: object = {}) => admin.post(`${path}/verify`, { code, ...more });
  const verify = async (code: string, more: object = {}) => (await send(code, more)).body;
  /** The code of a moment so many steps from now. */
  const code = (steps = 0) => codeAt(secret, clock.nowMs + steps * STEP);
  const wrong = () => wrongCodeAt(secret, clock.nowMs);
  return { id, path, secret, enroll, send, verify, code, wrong };
}

/** A server, and somebody on it. */
export async function enrolled(
  t: TestContext,
  settings: Record<string, string> = {},
  parameters: object = {},
) {
  const server = await startInProcess(t, settings);
  return { ...server, ...(await someone(server, parameters)) };
}
