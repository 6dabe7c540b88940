import { createHash } from 'node:crypto';
import { hotp, timeStep } from '../src/core/otp.ts';
import { API_PREFIX } from '../src/http/origin.ts';

/** What is measured: checking a code, and giving a user a two-factor credential. */
export type Operation = 'verify' | 'create';

/** What every answer must begin with, or the run is worth nothing. */
export const expectedAnswer: Record<Operation, string> = {
  verify: '{"accepted":true,',
  create: '{"can":{},',
};

/** Users with ids from `first` on. */
export interface Users {
  first: number;
  count: number;
}

/** The users in the order of use: far apart in the database, as those are who come one after the other in life. */
export const userAt = ({ first, count }: Users, index: number): number => first + ((index * 61_803) % count);

/** The seed of a user in the data set, so that whoever measures need not be told. */
export const seedOf = (userId: number): Buffer => createHash('sha1').update(`bench ${userId}`).digest();

/** The time step that codes are made for. */
export const stepAt = (nowMs: number): number => timeStep(nowMs, 30);

/** A whole request, as it goes over the wire: as a small HTTP client sends it. */
export function requestText(
  operation: Operation,
  { token, userId, step }: { token: string; userId: number; step: number },
): string {
  const body =
    operation === 'verify' ? JSON.stringify({ code: hotp(seedOf(userId), step, 'SHA1', 6) }) : '{}';
  const path = `${API_PREFIX}/users/${userId}/credentials_totp${operation === 'verify' ? '/verify' : ''}`;
  return [
    `POST ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    `authorization: Bearer ${token}`,
    'accept: application/json',
    'content-type: application/json',
    `content-length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}
