import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hotp, timeStep } from '../src/core/otp.ts';
import { API_PREFIX } from '../src/http/origin.ts';

/**
 * What is measured: checking a code, giving a user a two-factor credential, a password on the sign-in page; and
 * checking a code where better-auth does it.
 */
export type Operation = 'verify' | 'create' | 'sign_in' | 'peer_verify';

/** What every answer must be, or the run is worth nothing: its status, and what its body begins with. */
export const expectedAnswer: Record<Operation, [status: number, body: string]> = {
  verify: [200, '{"accepted":true,'],
  create: [200, '{"can":{},'],
  sign_in: [303, ''],
  peer_verify: [200, '{"token":'],
};

/** Users with ids from `first` on. */
export interface Users {
  /** Which data set they are in: a code is used up there alone. */
  data: string;
  first: number;
  count: number;
  /** Each how manieth of those there are; absent: every one. */
  every?: number;
  /** For better-auth: the file with a cookie and a secret for each. */
  file?: string;
}

/**
 * The users in the order of use: far apart in the database, as those are who come one after the other in life. The
 * step is a prime, so that everybody's turn comes.
 */
export const userAt = ({ first, count, every = 1 }: Users, index: number): number =>
  first + every * ((index * 61_813) % count);

/** The seed of a user in the data set, so that whoever measures need not be told. */
export const seedOf = (userId: number): Buffer => createHash('sha1').update(`bench ${userId}`).digest();

/** Of the users who have an e-mail address. */
export const emailOf = (userId: number): string => `person-${userId}@example.com`;
export const PASSWORD = 'bench-password';

/** How many requests are under way at once. */
export const CONNECTIONS = 64;

/** The time step that codes are made for. */
export const stepAt = (nowMs: number): number => timeStep(nowMs, 30);

/** A whole request, as it goes over the wire: as a small HTTP client sends it. */
function requestText(path: string, headers: Record<string, string>, body: string): string {
  return [
    `POST ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}

const json = { accept: 'application/json', 'content-type': 'application/json' };
const form = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' };

/** Makes the requests of some users, all with codes of one time step. */
export function requestsOf(
  operation: Operation,
  { ids, token, step, file }: { ids: number[]; token: string; step: number; file?: string | undefined },
): string[] {
  const ours = { authorization: `Bearer ${token}`, ...json };
  const credential = (id: number) => `${API_PREFIX}/users/${id}/credentials_totp`;
  const code = (seed: Buffer) => hotp(seed, step, 'SHA1', 6);
  switch (operation) {
    case 'create':
      return ids.map((id) => requestText(credential(id), ours, '{}'));
    case 'verify':
      return ids.map((id) =>
        requestText(`${credential(id)}/verify`, ours, JSON.stringify({ code: code(seedOf(id)) })),
      );
    case 'sign_in':
      return ids.map((id) => requestText('/sign-in', form, signInForm(id)));
    case 'peer_verify': {
      const all: { cookie: string; secret: string }[] = JSON.parse(readFileSync(file ?? '', 'utf8'));
      return ids.map((index) => {
        const { cookie, secret } = all[index] as (typeof all)[number];
        const body = JSON.stringify({ code: code(Buffer.from(secret)), trustDevice: false });
        return requestText(
          '/api/auth/two-factor/verify-totp',
          { cookie, origin: 'http://127.0.0.1', ...json },
          body,
        );
      });
    }
  }
}

/** What somebody sends who signs in. */
export const signInForm = (userId: number): string =>
  new URLSearchParams({ email: emailOf(userId), password: PASSWORD }).toString();
