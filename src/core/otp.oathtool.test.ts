import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { type Algorithm, hotp, matchStep, seedBytes, timeStep } from './otp.ts';

const run = promisify(execFile);

/** What another implementation, `oathtool` of the OATH Toolkit, answers. */
async function oathtool(
  seed: Buffer,
  algorithm: Algorithm,
  digits: number,
  period: number,
  unixTime: number,
) {
  const when = ['-s', `${period}s`, '-N', `@${unixTime}`];
  const shape = [`--totp=${algorithm.toLowerCase()}`, '-d', String(digits)];
  const { stdout } = await run('oathtool', [...shape, ...when, seed.toString('hex')]);
  return stdout.trim();
}

const MOMENTS = [
  0,
  59,
  1_111_111_109,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32,
  20_000_000_000,
  ...Array.from({ length: 9 }, () => randomInt(2 ** 33)),
];

for (const algorithm of ['SHA1', 'SHA256', 'SHA512'] as const) {
  for (const digits of [6, 7, 8]) {
    test(`oathtool shows the same ${digits}-digit ${algorithm} codes, whatever the seed, period and time`, async () => {
      for (const unixTime of MOMENTS) {
        await Promise.all(
          [15, 30, 60, 120].map(async (periodSeconds) => {
            const seed = randomBytes(randomInt(3) > 0 ? seedBytes(algorithm) : 16 + randomInt(150));
            const step = timeStep(unixTime * 1000, periodSeconds);
            const expected = await oathtool(seed, algorithm, digits, periodSeconds, unixTime);
            const input = `${seed.toString('hex')} ${periodSeconds} ${unixTime}`;
            assert.equal(hotp(seed, step, algorithm, digits), expected, input);
            assert.equal(
              matchStep(seed, expected, [step], { algorithm, digits, periodSeconds }),
              step,
              input,
            );
          }),
        );
      }
    });
  }
}
