import assert from 'node:assert/strict';
import type { InjectOptions } from 'fastify';
import { DocumentedAnswers } from '../contract/documented.ts';
import type { Facts, OperationFacts } from '../contract/notation.ts';
import type { Answer, TestServer } from '../harness.ts';
import type { Everything } from '../one-of-everything.ts';
import { type Request, thingNamed } from './ways.ts';

/** A request, or one with a body that is sent as it is. */
type Sent = Request & { raw?: string; type?: string; host?: string };

/** Sends a request to an operation, and remembers which answers have been seen. */
export class Walk {
  readonly #server: TestServer;
  readonly #facts: Facts;
  readonly there: Everything;
  readonly reached: Map<string, Set<number>>;
  #documented: DocumentedAnswers | undefined;

  constructor(server: TestServer, facts: Facts, there: Everything, reached = new Map<string, Set<number>>()) {
    this.#server = server;
    this.#facts = facts;
    this.there = there;
    this.reached = reached;
  }

  async expect(id: string, status: number, sent: Sent): Promise<Answer> {
    const { route, body } = this.#operation(id);
    const [method = '', template = ''] = route.split(' ');
    const path = template.replaceAll(/\{(\w+)\}/g, (_, name) =>
      encodeURIComponent(sent.path?.[name] ?? thingNamed(name, this.there)),
    );
    const { token = this.#server.adminToken, raw, host } = sent;
    const payload = raw ?? (sent.body === undefined && !body ? undefined : JSON.stringify(sent.body ?? {}));
    const url = sent.query ? `${path}?${sent.query}` : path;
    const headers = {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(payload !== undefined && { 'content-type': sent.type ?? 'application/json' }),
      ...(host && { host }),
    };
    const request = { method, url: `/api/4.0${url}`, headers, ...(payload !== undefined && { payload }) };
    const answer = await this.#server.app.inject(request as InjectOptions);
    const json = String(answer.headers['content-type']).startsWith('application/json');
    const seen = {
      status: answer.statusCode,
      headers: answer.headers,
      body: json ? answer.json() : answer.payload,
    };
    assert.equal(seen.status, status, `${id}: ${method} ${url} answered ${JSON.stringify(seen.body)}`);
    this.#documented ??= new DocumentedAnswers(await this.#specification());
    this.#documented.check(method, url, seen);
    if (status >= 400) assertError(seen, id);
    this.reached.set(id, (this.reached.get(id) ?? new Set()).add(status));
    return seen;
  }

  /** Whatever it takes can be broken: the body, a parameter, or the request itself. */
  async expectMalformed(id: string, ok: Request): Promise<void> {
    const { route, parameters } = this.#operation(id);
    if (!route.startsWith('GET')) await this.expect(id, 400, { raw: '{' });
    else await this.expect(id, 400, { host: 'a b' });
    if ('query fields' in parameters) await this.expect(id, 400, { ...ok, query: 'fields=a(' });
    if ('query limit' in parameters) await this.expect(id, 400, { ...ok, query: 'limit=-1' });
    if ('query sorts' in parameters) await this.expect(id, 400, { ...ok, query: 'sorts=nothing' });
  }

  #operation(id: string): OperationFacts {
    const operation = this.#facts.operations[id];
    assert.ok(operation, id);
    return operation;
  }

  async #specification() {
    return (await this.#server.as(null).get('/openapi.json')).body;
  }
}

function assertError({ body, status }: Answer, id: string): void {
  assert.ok(typeof body.message === 'string' && body.message !== '', id);
  assert.match(body.documentation_url, new RegExp(`/docs/errors/4\\.0/${status}/`), id);
  assert.equal(Array.isArray(body.errors), status === 422, id);
  assert.ok(!('error' in body), id);
}

/** The compatible API takes them and never answers them: a role answers the sets themselves. */
const onlyInRequests = ['permission_set_id', 'model_set_id'];

/**
 * Asserts that an answer has every key of its type, all the way down, and no other.
 *
 * @param type In the notation of the facts: `Role[]`, `readonly Session[]?`.
 */
export function assertWhole({ schemas }: Facts, type: string, value: unknown, where: string): void {
  const name = type.replace(/^readonly /, '').replace(/\?$/, '');
  if (name.endsWith('[]')) {
    assert.ok(Array.isArray(value), where);
    for (const item of value) assertWhole({ schemas } as Facts, name.slice(0, -2), item, `${where}[]`);
    return;
  }
  const shape = schemas[name];
  if (!shape || value === null) return;
  const parts = Object.entries(shape.properties).filter(([key]) => !onlyInRequests.includes(key));
  assert.deepEqual(Object.keys(value as object).toSorted(), parts.map(([key]) => key).toSorted(), where);
  for (const [key, part] of parts) {
    assertWhole({ schemas } as Facts, part, (value as Record<string, unknown>)[key], `${where}.${key}`);
  }
}
