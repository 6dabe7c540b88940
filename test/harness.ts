import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { buildApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { type Context, openContext } from '../src/context.ts';
import { firstStart } from '../src/setup/first-start.ts';
import { DocumentedAnswers } from './contract/documented.ts';
import { needsPostgres, type Postgres, SHORT_LIVED, startPostgres } from './postgres.ts';

export const CLIENT_ID = 'test-client';
export const CLIENT_SECRET = 'test-client-secret-0123456789';
export const ADMIN_PASSWORD = 'test-admin-password';

const chosen = {
  COUNTERSIGN_ADMIN_EMAIL: 'admin@example.com',
  COUNTERSIGN_ADMIN_PASSWORD: ADMIN_PASSWORD,
  COUNTERSIGN_CLIENT_ID: CLIENT_ID,
  COUNTERSIGN_CLIENT_SECRET: CLIENT_SECRET,
};

/** Every answer that a test gets through the API is held against the specification; one serves all tests of a file. */
let documented: DocumentedAnswers | undefined;

/**
 * In memory, where the system has a file system there with room: syncing to a disk is most of what a change takes,
 * and no test pulls the plug. What a process wrote outlives it in memory just as well.
 */
const scratch = hasRoom('/dev/shm') ? '/dev/shm' : tmpdir();

function hasRoom(path: string): boolean {
  if (!existsSync(path)) return false;
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize > 2 ** 30;
}

/** An empty folder that goes with the test. */
export function scratchFolder(t: TestContext): string {
  const folder = mkdtempSync(join(scratch, 'countersign-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | number | undefined>;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
  body: any;
}

export interface Api {
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown): Promise<Answer>;
  patch(path: string, body?: unknown): Promise<Answer>;
  put(path: string, body?: unknown): Promise<Answer>;
  delete(path: string): Promise<Answer>;
}

export interface TestServer {
  app: FastifyInstance;
  context: Context;
  /** The time that the server believes it is; a test sets it. */
  clock: { nowMs: number };
  /** The administrator's access token. */
  adminToken: string;
  /** The API as the administrator sees it. Paths start after /api/4.0. */
  admin: Api;
  /** The API with some token; null: without one. */
  as(token: string | null): Api;
  /** A new user with these roles, and the API with their token. */
  userWithRoles(...roleNames: string[]): Promise<{ id: string; token: string; api: Api }>;
}

const NOON_MS = Date.parse('2026-11-24T12:00:00Z');
const log = pino({ level: 'silent' });

/** The data of a server that has started once: the tests of a file begin with copies of it. */
interface Started {
  folder: string;
  /** The name of its database, when that is on PostgreSQL. */
  database: string | undefined;
}
let started: Promise<Started> | undefined;

let postgres: Postgres | undefined;

/** A PostgreSQL server of a file's own. undefined: there is none to start, and a test says that it was left out. */
export async function ownPostgres(settings = SHORT_LIVED): Promise<Postgres | undefined> {
  const skip = needsPostgres();
  if (!skip) return startPostgres(scratch, settings);
  test('on PostgreSQL', { skip }, () => undefined);
  return undefined;
}

/**
 * From now on servers in this process have their databases on a PostgreSQL server.
 *
 * @returns Whether there is one to start.
 */
export async function usePostgres(): Promise<boolean> {
  postgres = await ownPostgres();
  return postgres !== undefined;
}

/** Why a test that looks into the files of the embedded database is left out; false: it is not. */
export const needsEmbedded = (): string | false =>
  postgres !== undefined && 'this is about the embedded database';

async function startOnce(): Promise<Started> {
  const folder = mkdtempSync(join(scratch, 'countersign-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const database = await postgres?.create();
  const config = readConfig({ ...chosen, COUNTERSIGN_DATA: folder, ...databaseSetting(database) });
  const context = await openContext(config, { log, clock: () => NOON_MS });
  await firstStart(context, () => undefined);
  await context.database.close();
  return { folder, database };
}

const databaseSetting = (name: string | undefined) =>
  name === undefined ? {} : { DATABASE_URL: postgres?.url(name) };

/**
 * A server in this process on a database of its own, with a clock that the test sets. No port is opened. It has
 * been started before, by `chosen`.
 */
export async function startInProcess(
  t: TestContext,
  settings: Record<string, string> = {},
): Promise<TestServer> {
  const folder = scratchFolder(t);
  started ??= startOnce();
  const template = await started;
  cpSync(template.folder, folder, { recursive: true });
  const database = await postgres?.create(template.database);
  const config = readConfig({
    ...chosen,
    COUNTERSIGN_DATA: folder,
    ...databaseSetting(database),
    ...settings,
  });
  const clock = { nowMs: NOON_MS };
  const context = await openContext(config, { log, clock: () => clock.nowMs });
  const app = await buildApp(context);
  t.after(async () => {
    await app.close();
    await context.database.close();
    // Nobody waits for it: it takes as long as a test.
    if (database) void postgres?.drop(database);
  });

  const as = (token: string | null): Api => {
    const call = async (
      method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
      path: string,
      body?: unknown,
    ) => {
      const answer = await app.inject({
        method,
        url: `/api/4.0${path}`,
        headers: {
          ...(token !== null && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { payload: JSON.stringify(body) }),
      });
      const json = String(answer.headers['content-type']).startsWith('application/json');
      const given = {
        status: answer.statusCode,
        headers: answer.headers,
        body: json ? answer.json() : answer.payload,
      };
      documented ??= new DocumentedAnswers((await app.inject('/api/4.0/openapi.json')).json());
      documented.check(method, path, given);
      return given;
    };
    return {
      get: (path) => call('GET', path),
      post: (path, body) => call('POST', path, body),
      patch: (path, body) => call('PATCH', path, body),
      put: (path, body) => call('PUT', path, body),
      delete: (path) => call('DELETE', path),
    };
  };

  const login = await as(null).post(`/login?client_id=${CLIENT_ID}&client_secret=${CLIENT_SECRET}`);
  const adminToken: string = login.body.access_token;
  const admin = as(adminToken);

  const userWithRoles = async (...roleNames: string[]) => {
    const { id } = (await admin.post('/users', { first_name: 'Some', last_name: 'Body' })).body;
    const roles: { id: string; name: string }[] = (await admin.get('/roles')).body;
    const roleIds = roles.filter(({ name }) => roleNames.includes(name)).map((role) => role.id);
    await admin.put(`/users/${id}/roles`, roleIds);
    const token: string = (await admin.post(`/login/${id}`)).body.access_token;
    return { id, token, api: as(token) };
  };

  return { app, context, clock, adminToken, admin, as, userWithRoles };
}

const main = new URL('../bin/countersign.js', import.meta.url).pathname;

/** Runs a command that ends by itself. */
export function runCountersign(
  args: readonly string[],
  settings: Record<string, string> = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const env = { PATH: process.env.PATH, ...settings };
    execFile(process.execPath, [main, ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

/** The command in another process. */
export interface RunningCommand {
  process: ChildProcess;
  /** Everything printed so far. */
  output: { stdout: string; stderr: string };
  /** Sends a signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface ServerProcess extends RunningCommand {
  origin: string;
}

/** A server as an operator runs it: another process, a real port, real files. */
export async function spawnServer(
  t: TestContext,
  dataFolder: string,
  settings: Record<string, string> = {},
): Promise<ServerProcess> {
  const server = spawnCountersign(dataFolder, { COUNTERSIGN_PORT: '0', ...chosen, ...settings });
  t.after(() => server.process.kill('SIGKILL'));
  return { ...server, origin: await listening(server) };
}

/** Waits until a server says that it listens, and returns where. Its log says it when nothing else can be read. */
export function listening({ process, output }: RunningCommand): Promise<string> {
  return new Promise<string>((resolve, reject) => {
    const look = () => {
      const said = process.stdout ? output.stdout : output.stderr;
      const found = /listening (?:on|at) (https?:[^\s"]+)/.exec(said)?.[1];
      if (found) resolve(found);
    };
    look();
    (process.stdout ?? process.stderr)?.on('data', look);
    process.once('close', () => reject(new Error(`the server did not start: ${output.stderr}`)));
  });
}

/** Asks a server for its metrics, on whichever port it serves them. */
export async function metricsOf({ output }: RunningCommand): Promise<string> {
  const port = /"port":(\d+),"msg":"metrics are served"/.exec(output.stderr)?.[1];
  return (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
}

/**
 * Starts a server without waiting for it to listen.
 *
 * @param stdout As of `spawnCommand`.
 */
export const spawnCountersign = (
  dataFolder: string,
  settings: Record<string, string> = {},
  stdout: number | 'pipe' = 'pipe',
): RunningCommand => spawnCommand(['serve'], { COUNTERSIGN_DATA: dataFolder, ...settings }, stdout);

/**
 * Starts the command without waiting for its end.
 *
 * @param stdout A file descriptor for its standard output, instead of `output`.
 */
export function spawnCommand(
  args: readonly string[],
  settings: Record<string, string>,
  stdout: number | 'pipe' = 'pipe',
): RunningCommand {
  const child: ChildProcess = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['ignore', stdout, 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  // Closed is when the last that it printed has been read, too.
  const exited = once(child, 'close');
  return {
    process: child,
    output,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      const [code] = await exited;
      return code as number | null;
    },
  };
}

/** Reads what a first start shows of the administrator it made. */
export function shownAdministrator(text: string) {
  const value = (name: string) => new RegExp(`^ +${name} +(\\S+)$`, 'm').exec(text)?.[1] ?? '';
  return {
    email: value('e-mail'),
    password: value('password'),
    clientId: value('client_id'),
    clientSecret: value('client_secret'),
  };
}

/** Logs in over the network and returns the token. */
export async function logIn(
  origin: string,
  clientId = CLIENT_ID,
  clientSecret = CLIENT_SECRET,
): Promise<string> {
  const answer = await fetch(`${origin}/api/4.0/login`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret }),
  });
  const { access_token } = (await answer.json()) as { access_token: string };
  return access_token;
}

/** The API of a server in another process. */
export function apiAt(origin: string, token: string): Api {
  const call = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const answer = await fetch(`${origin}/api/4.0${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const json = answer.headers.get('content-type')?.startsWith('application/json');
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: json ? JSON.parse(text) : text,
    };
  };
  return {
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    patch: (path, body) => call('PATCH', path, body),
    put: (path, body) => call('PUT', path, body),
    delete: (path) => call('DELETE', path),
  };
}
