import type { AsyncLocalStorage } from 'node:async_hooks';
import { ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import type { Database } from '../store/database.ts';

interface To {
  tracer: Tracer;
  current: AsyncLocalStorage<Span>;
  /** `sqlite` or `postgresql`. */
  system: string;
}

/**
 * A database that makes a span of every transaction that a request begins, from asking for it until it is on disk. The event
 * `begins` in it tells waiting for a turn from working; it comes again when the work has to be done over.
 */
export function traceTransactions(database: Database, { tracer, current, system }: To): Database {
  return {
    ...database,
    async transaction(work) {
      const request = current.getStore();
      if (!request) return database.transaction(work);
      const options = { kind: SpanKind.CLIENT, attributes: { 'db.system.name': system } };
      const span = tracer.startSpan('transaction', options, trace.setSpan(ROOT_CONTEXT, request));
      try {
        return await database.transaction((tx) => {
          span.addEvent('begins');
          return work(tx);
        });
      } catch (error) {
        // By its kind alone: what it says can name people.
        span.setAttribute('error.type', (error as Error).name);
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
      }
    },
  };
}
