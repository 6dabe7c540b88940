import type { AsyncLocalStorage } from 'node:async_hooks';
import {
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Context as TraceContext,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { parseTraceParent } from '@opentelemetry/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Clock } from '../context.ts';

interface To {
  tracer: Tracer;
  /** The span of the request that something is done for. */
  current: AsyncLocalStorage<Span>;
  clock: Clock;
}

/**
 * A span for each request: which operation it was, as it was declared, and how it was answered. Paths, queries, headers
 * and bodies, which name people and have secrets in them, are not in it.
 */
export function traceRequests(app: FastifyInstance, { tracer, current, clock }: To): void {
  const spans = new WeakMap<FastifyRequest, Span>();
  const start = (request: FastifyRequest, startTime?: number): Span => {
    const { method, url: route, config } = request.routeOptions;
    const { operation } = config;
    return tracer.startSpan(
      operation?.id ?? (route === undefined ? 'no such page' : `${request.method} ${route}`),
      {
        kind: SpanKind.SERVER,
        ...(startTime !== undefined && { startTime }),
        attributes: {
          ...(method !== undefined && { 'http.request.method': request.method }),
          ...(route !== undefined && { 'http.route': route }),
          ...(operation && { 'countersign.operation': operation.id }),
        },
      },
      callerOf(request),
    );
  };

  app.addHook('onRequest', (request, _reply, done) => {
    const span = start(request);
    spans.set(request, span);
    current.run(span, done);
  });
  // The body comes by events of the connection, which belong to no request.
  app.addHook('preValidation', (request, _reply, done) => {
    const span = spans.get(request);
    if (span) current.run(span, done);
    else done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    // What is refused at the door was not seen by the first of these.
    const nowMs = clock();
    const known = spans.get(request);
    const span = known ?? start(request, nowMs - reply.elapsedTime);
    span.setAttribute('http.response.status_code', reply.statusCode);
    if (reply.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    if (known) span.end();
    else span.end(nowMs);
    done();
  });
}

/** The trace that a request is part of (W3C Trace Context, section 3.2): its caller's, or a new one. */
function callerOf({ headers }: FastifyRequest): TraceContext {
  const { traceparent } = headers;
  const caller = typeof traceparent === 'string' ? parseTraceParent(traceparent) : null;
  return caller ? trace.setSpanContext(ROOT_CONTEXT, { ...caller, isRemote: true }) : ROOT_CONTEXT;
}
