import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { hashPassword } from '../src/core/passwords.ts';
import { type Bench, beside } from './bench.ts';
import { prepare } from './prepare.ts';
import type { Server } from './processes.ts';
import { PASSWORD, signInForm, type Users } from './requests.ts';
import { type Findings, median } from './results.ts';

const USERS = 100;

/** Fewer than wait at most for one network: more are sent away. */
const CONNECTIONS = 16;

/** Sign-ins with a password at saturation, against argon2id alone. Both may use all cores. */
export async function measureSignIns(bench: Bench): Promise<Findings> {
  const [roundCount, seconds] = bench.quick ? [3, 1] : [7, 2];
  const folder = bench.folder('sign-ins');
  const { enrolled } = await prepare(folder, { enrolled: USERS, withPassword: USERS });
  const phc = await hashPassword(PASSWORD);
  const server = await bench.startOurs(folder, {}, 'all');
  const measure = () =>
    bench.measure(server, {
      operation: 'sign_in',
      connections: CONNECTIONS,
      token: '',
      users: enrolled,
      from: 0,
      count: 10_000,
      done: true,
      seconds,
    });
  await measure();
  const rounds: { ours: number; bare: number }[] = [];
  for (let round = 0; round < roundCount; round++) {
    const one = { bare: await bareArgon2(phc, seconds), ours: (await measure()).perSecond };
    rounds.push(one);
    bench.say(`sign-ins: ${one.ours.toFixed(1)}/s, argon2id alone ${one.bare.toFixed(1)}/s`);
  }
  await server.stop();
  return {
    results: { sign_ins_vs_argon2: median(rounds.map(({ ours, bare }) => ours / bare)) },
    lines: [
      `sign-ins: ${median(rounds.map(({ ours }) => ours)).toFixed(0)}/s, argon2id alone ${median(rounds.map(({ bare }) => bare)).toFixed(0)}/s`,
    ],
  };
}

async function bareArgon2(phc: string, seconds: number): Promise<number> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [beside('bare-argon2.ts'), phc, String(seconds)],
    { env: { ...process.env, UV_THREADPOOL_SIZE: String(availableParallelism()) } },
  );
  return Number(stdout);
}

/**
 * Signs people in, evenly over time, until it is told to stop.
 *
 * @param users Of whom the first hundred have a password.
 * @returns How to stop. It throws when one was not let in.
 */
export function signInsEverySecond({ port }: Server, users: Users, perSecond: number): () => Promise<void> {
  const sent: Promise<void>[] = [];
  const timer = setInterval(() => {
    const userId = users.first + (sent.length % USERS);
    sent.push(signIn(port, userId));
  }, 1_000 / perSecond);
  return async () => {
    clearInterval(timer);
    await Promise.all(sent);
  };
}

async function signIn(port: number, userId: number): Promise<void> {
  const { status } = await fetch(`http://127.0.0.1:${port}/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: signInForm(userId),
    redirect: 'manual',
  });
  if (status !== 303) throw new Error(`signing in was answered with ${status}`);
}
