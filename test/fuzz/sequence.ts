import assert from 'node:assert/strict';
import { operations } from '../../src/app.ts';
import type { Permission } from '../../src/core/permissions.ts';
import type { DocumentedAnswers } from '../contract/documented.ts';
import { ADMIN_PASSWORD, type Answer, CLIENT_SECRET, type TestServer } from '../harness.ts';
import { HIDDEN_VALUE, oneOfEverything } from '../one-of-everything.ts';
import { BUILT_IN } from '../operations/ways.ts';
import { Actors } from './actors.ts';
import { assertSound, assertWithinRank } from './invariants.ts';
import type { FuzzedRequest } from './requests.ts';
import { isKnown } from './values.ts';

/** Properties whose values later requests can name. */
const worthKnowing = /^(?:id|.*_id|.*_ids|key|client_id|email|name|external_user_id)$/;
/** Properties whose values no other answer may show. */
const secretOnce = /^(?:access_token|client_secret|secret|codes|password_reset_url|account_setup_url)$/;

/** Sends requests to one server, one after the other, and holds each answer against what is promised. */
export class Sequence {
  /** How often each operation gave each status. */
  readonly statuses = new Map<string, number>();
  readonly #server: TestServer;
  readonly #documented: DocumentedAnswers;
  readonly #actors: Actors;
  /** By name, and all of them under ''. */
  readonly #known = new Map<string, string[]>();
  readonly #secrets: string[] = [HIDDEN_VALUE, CLIENT_SECRET, ADMIN_PASSWORD];

  private constructor(server: TestServer, documented: DocumentedAnswers) {
    this.#server = server;
    this.#documented = documented;
    this.#actors = new Actors(server);
  }

  static async start(server: TestServer, documented: DocumentedAnswers): Promise<Sequence> {
    const sequence = new Sequence(server, documented);
    const { lockout } = await oneOfEverything(server);
    sequence.#remember('key', lockout);
    const { id } = (await server.admin.post('/groups', { name: 'Administrators' })).body;
    await server.admin.put(`/roles/${BUILT_IN.role_id}/groups`, [id]);
    return sequence;
  }

  async send(request: FuzzedRequest): Promise<void> {
    const { operationId, method, actor } = request;
    const token = await this.#actors.tokenOf(actor);
    const may = await this.#actors.mayDo(actor);
    const asksRank = actor !== 'administrator' && method !== 'GET';
    const before = asksRank ? await this.#actors.everybody() : undefined;
    const { path, body } = this.#resolved(request);
    const answer = await this.#inject(method, path, token, body);
    try {
      this.#check(request, path, answer, may);
      if (before && answer.status < 300) assertWithinRank(may, before, await this.#actors.everybody());
    } catch (error) {
      const said = [`${actor}: ${method} ${path}`, body?.payload ?? '', `→ ${answer.status}`, answer.body];
      const shown = said.map((part) =>
        (typeof part === 'string' ? part : JSON.stringify(part)).slice(0, 2_000),
      );
      throw new Error([(error as Error).message, ...shown].join('\n'), { cause: error });
    }
    const seen = `${operationId} ${answer.status}`;
    this.statuses.set(seen, (this.statuses.get(seen) ?? 0) + 1);
    this.#learn(answer.body);
  }

  async end(): Promise<void> {
    assert.notEqual(await this.#actors.administrator(), undefined, 'an administrator is left');
    await assertSound(this.#server.context.database);
  }

  #check(
    { operationId, method, actor }: FuzzedRequest,
    path: string,
    answer: Answer,
    may: ReadonlySet<Permission>,
  ): void {
    const { status, headers, body } = answer;
    this.#documented.check(method, path, answer);
    assert.ok(status < 500, 'no request breaks the server');
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    for (const secret of this.#secrets) assert.ok(!text.includes(secret), 'a secret is shown again');
    assert.doesNotMatch(text, /SQLITE|node_modules|\.ts:\d/, 'the inside is shown');
    if (status >= 400) {
      assert.equal(typeof body.message, 'string');
      const url = new RegExp(`/docs/errors/4\\.0/${status}/${method.toLowerCase()}`);
      assert.match(body.documentation_url, url);
      assert.ok(!('error' in body));
      assert.equal(Array.isArray(body.errors) && body.errors.length > 0, status === 422, '422 names fields');
      const missing = /needs the permission (\w+)/.exec(body.message)?.[1];
      assert.ok(!may.has(missing as Permission), `${missing} is there`);
      assert.ok(status !== 429 || Number(headers['retry-after']) > 0, '429 says how long to wait');
      return;
    }
    const access = operations.find(({ id }) => id === operationId)?.access;
    if (actor === 'nobody') assert.equal(access, 'public', 'nobody is let in');
    if (access === undefined || access === 'public' || access === 'token') return;
    const own = typeof access === 'object' && path.startsWith(`/users/${this.#actors.userId(actor)}`);
    const permission = typeof access === 'object' ? access.permission : access;
    assert.ok(own || may.has(permission), `done without ${permission}`);
  }

  #resolved({ template, path, query, body }: FuzzedRequest) {
    const text = (value: unknown) => encode(String(this.#resolve(value)));
    const route = template.replaceAll(/\{(\w+)\}/g, (_, name) => text(path[name]));
    const asked = query.map(([name, value]) => `${encode(name)}=${text(value)}`).join('&');
    return {
      path: asked ? `${route}?${asked}` : route,
      body:
        body &&
        ('raw' in body
          ? { payload: body.raw, type: body.contentType }
          : { payload: JSON.stringify(this.#resolve(body.json)), type: 'application/json' }),
    };
  }

  /** Puts what the server has said in the places that were left for it. */
  #resolve(value: unknown): unknown {
    if (isKnown(value)) {
      const values = this.#known.get(value.as ?? '') ?? [];
      return values[value.known % values.length] ?? '1';
    }
    if (Array.isArray(value)) return value.map((item) => this.#resolve(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#resolve(item)]));
  }

  async #inject(
    method: string,
    path: string,
    token: string | undefined,
    body: { payload: string; type: string } | undefined,
  ): Promise<Answer> {
    const answer = await this.#server.app.inject({
      method: method as 'GET',
      url: `/api/4.0${path}`,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body && { 'content-type': body.type }),
      },
      ...(body && { payload: body.payload }),
    });
    const json = String(answer.headers['content-type']).startsWith('application/json');
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: json ? answer.json() : answer.payload,
    };
  }

  #learn(body: unknown): void {
    if (typeof body !== 'object' || body === null) return;
    for (const [key, value] of Object.entries(body)) {
      if (secretOnce.test(key)) this.#secrets.push(...texts(value));
      else if (worthKnowing.test(key)) for (const text of texts(value)) this.#remember(key, text);
      if (typeof value === 'object') this.#learn(value);
    }
  }

  #remember(name: string, value: string): void {
    for (const pool of ['', name]) {
      const values = this.#known.get(pool) ?? [];
      this.#known.set(pool, values);
      if (!values.includes(value)) values.push(value);
      if (values.length > 200) values.splice(10, 100);
    }
  }
}

const texts = (value: unknown): string[] =>
  [value].flat().filter((one): one is string => typeof one === 'string' && one !== '');

/** As `encodeURIComponent`, for text that is not Unicode, too: half a surrogate pair becomes its three bytes. */
const encode = (text: string): string =>
  text
    .split(/([\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff])/)
    .map((part) => (part.isWellFormed() ? encodeURIComponent(part) : '%ED%A0%80'))
    .join('');
