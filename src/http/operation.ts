import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import type { Static, TSchema } from 'typebox';
import type { Context } from '../context.ts';
import type { Caller } from '../core/caller.ts';
import type { Access } from '../core/permissions.ts';
import { type Fields, parseFields, select } from './fields.ts';
import { parseId } from './id.ts';
import { API_PREFIX, type OriginOf } from './origin.ts';
import type { WriteLimit } from './write-limit.ts';

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null;
  }
  interface FastifyContextConfig {
    operation?: Operation;
  }
}

/** Parameters named `…_id` are numbers, but for this one: it is whatever the kind of credential has. */
type PathParameters<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? {
      [Key in Name]: Key extends 'credential_id' ? string : Key extends `${string}_id` ? number : string;
    } & PathParameters<Rest>
  : unknown;

export interface Input<Path extends string, Query, Body> {
  caller: Caller;
  params: PathParameters<Path>;
  query: Query;
  body: Body;
  /** What of the answer was asked for; undefined: all of it. */
  fields: Fields | undefined;
  /** What absolute URLs in the answer start with. */
  origin: string;
  /** When the request came, in milliseconds UTC. */
  nowMs: number;
  request: FastifyRequest;
  setHeader(name: string, value: string | number): void;
}

interface Definition<
  Path extends string,
  Query extends TSchema,
  Body extends TSchema,
  Answer extends TSchema,
> {
  id: string;
  method: HTTPMethods;
  path: Path;
  /** The same operation under other full paths that clients use. Not in the specification. */
  aliases?: string[];
  tag: string;
  summary: string;
  description?: string;
  access: Access;
  query?: Query;
  body?: Body;
  bodyRequired?: boolean;
  /** Absent: 204 without a body. */
  answer?: Answer;
  answerDescription?: string;
  /** Statuses besides 200 or 204 that this operation answers; 400, 401 (with a token) and 500 are always among them. */
  statuses: number[];
  /** Whether it counts as a change where changes are limited. Usual: every operation but GET that may answer 429. */
  countsAsChange?: boolean;
  /** What a status means for this operation, where the usual words do not say enough. */
  meanings?: Record<number, string>;
  handle(input: Input<Path, Static<Query>, Static<Body>>, context: Context): Promise<unknown>;
}

// biome-ignore lint/suspicious/noExplicitAny: a list holds operations of every shape
export type Operation = Definition<any, any, any, any>;

/** Describes one API operation: its route, permission, schemas and what it does. */
export function operation<
  const Path extends string,
  Query extends TSchema,
  Body extends TSchema,
  Answer extends TSchema,
>(definition: Definition<Path, Query, Body, Answer>): Operation {
  return definition;
}

export interface Surroundings {
  context: Context;
  originOf: OriginOf;
  /** Decides whether a request may go on, and says who asks. */
  admit(request: FastifyRequest, access: Access): Promise<Caller | null>;
  limitWrites: WriteLimit;
}

/** Serves an operation: who asks, may they, what they sent, the action, the answer. */
export function serve(
  app: FastifyInstance,
  served: Operation,
  { context, originOf, admit, limitWrites }: Surroundings,
): void {
  const { answer, query } = served;
  const listensTo = query?.properties ?? {};
  const countsAsChange = served.countsAsChange ?? (served.method !== 'GET' && served.statuses.includes(429));
  const route = {
    method: served.method,
    config: { operation: served },
    schema: {
      ...(query && { querystring: query }),
      ...(served.body && { body: served.body }),
      ...(answer && { response: { 200: answer } }),
    },
    async onRequest(request: FastifyRequest) {
      request.caller = await admit(request, served.access);
      if (countsAsChange && request.caller) limitWrites(request.caller, context.clock());
    },
    // No body is an empty one: some clients send the header and nothing after it, some send `null`.
    preValidation(request: FastifyRequest, _reply: FastifyReply, done: () => void) {
      if (served.body) request.body ??= {};
      done();
    },
    async handler(request: FastifyRequest, reply: FastifyReply) {
      const sent = request.query as Record<string, string | undefined>;
      const fields = listensTo.fields ? parseFields(sent.fields) : undefined;
      const result = await served.handle(
        {
          caller: request.caller as Caller,
          params: pathParameters(request.params as Record<string, string>),
          query: sent,
          body: request.body,
          fields,
          origin: originOf(request),
          nowMs: context.clock(),
          request,
          setHeader: (name, value) => void reply.header(name, value),
        },
        context,
      );
      if (!answer) return reply.code(204).send();
      if (isStream(result)) {
        const text = jsonArray(result, (batch) =>
          reply.serializeInput(select(batch, fields) as Record<string, unknown>, '200'),
        );
        return reply.type('application/json; charset=utf-8').send(Readable.from(text));
      }
      // A text on its own is JSON, too.
      if (typeof result === 'string') {
        return reply.type('application/json; charset=utf-8').send(JSON.stringify(result));
      }
      return fields ? select(result, fields) : result;
    },
  };
  const path = API_PREFIX + served.path.replaceAll(/\{(\w+)\}/g, ':$1');
  for (const url of [path, ...(served.aliases ?? [])]) app.route({ ...route, url });
}

const isStream = (result: unknown): result is AsyncIterable<unknown[]> =>
  typeof result === 'object' && result !== null && Symbol.asyncIterator in result;

/** One JSON array, written batch by batch. */
async function* jsonArray(
  batches: AsyncIterable<unknown[]>,
  serialize: (batch: unknown) => unknown,
): AsyncGenerator<string> {
  let separator = '[';
  for await (const batch of batches) {
    if (batch.length === 0) continue;
    yield separator + String(serialize(batch)).slice(1, -1);
    separator = ',';
  }
  yield separator === '[' ? '[]' : ']';
}

function pathParameters(given: Record<string, string>): Record<string, number | string> {
  const parameters: Record<string, number | string> = {};
  for (const [name, value] of Object.entries(given)) {
    parameters[name] = name.endsWith('_id') && name !== 'credential_id' ? parseId(value) : value;
  }
  return parameters;
}
