import { AsyncLocalStorage } from 'node:async_hooks';
import { DiagLogLevel, diag, type Span } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOnSampler, BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { RELEASE } from '../server/present-versions.ts';
import { traceRequests } from './trace-requests.ts';
import { traceTransactions } from './trace-transactions.ts';

/** How long a collector may take, in milliseconds: less than a stop may. */
const SEND_WITHIN_MS = 2_000;

export interface Tracing {
  /** What the server works with from now on: its transactions are traced where a request began them. */
  context: Context;
  /** @param app Not started yet. */
  watch(app: FastifyInstance): void;
  /** Sends what is left. */
  stop(): Promise<void>;
}

/**
 * Sends a span for each request, and in it one for each transaction, to a collector of OpenTelemetry by OTLP over HTTP.
 * What a collector does not take is dropped and logged. Every request is traced, also one whose caller says that it
 * need not be: who calls does not decide what an operator sees.
 *
 * @param collector Its address, such as `http://collector:4318`.
 */
export function startTracing(context: Context, collector: string): Tracing {
  const { log, config } = context;
  const warn = (message: string) => log.warn({ cause: message }, 'traces could not be sent');
  const ignore = () => undefined;
  diag.setLogger(
    { error: warn, warn, info: ignore, debug: ignore, verbose: ignore },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  const exporter = new OTLPTraceExporter({ url: `${collector}/v1/traces`, timeoutMillis: SEND_WITHIN_MS });
  const provider = new TracerProvider({
    sampler: new AlwaysOnSampler(),
    resource: resourceFromAttributes({ 'service.name': 'countersign', 'service.version': RELEASE }),
    spanProcessors: [new BatchSpanProcessor({ exporter, exportTimeoutMillis: SEND_WITHIN_MS })],
  });
  const tracer = provider.getTracer('countersign', RELEASE);
  const current = new AsyncLocalStorage<Span>();
  const system = config.databaseUrl ? 'postgresql' : 'sqlite';
  return {
    context: { ...context, database: traceTransactions(context.database, { tracer, current, system }) },
    watch: (app) => traceRequests(app, { tracer, current, clock: context.clock }),
    stop: () => provider.shutdown().catch((error: Error) => warn(error.message)),
  };
}
