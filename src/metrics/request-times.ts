import type { FastifyInstance } from 'fastify';
import { labelText, metric } from './exposition.ts';

/** In seconds. */
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

interface Histogram {
  /** One more than there are bounds. */
  buckets: number[];
  sum: number;
}

/** How long requests took and how they were answered, by what they were for. */
export class RequestTimes {
  readonly #times = new Map<string, Histogram>();
  readonly #answers = new Map<string, { labels: Record<string, string>; value: number }>();

  /** From now on, of every request to a server that has not started yet. */
  watch(app: FastifyInstance): void {
    app.addHook('onResponse', (request, reply, done) => {
      this.#add(groupOf(request.routeOptions.url ?? ''), reply.statusCode, reply.elapsedTime / 1_000);
      done();
    });
  }

  #add(group: string, status: number, seconds: number): void {
    const times = this.#times.get(group) ?? { buckets: Array(BOUNDS.length + 1).fill(0), sum: 0 };
    this.#times.set(group, times);
    const bucket = BOUNDS.findIndex((bound) => seconds <= bound);
    const index = bucket < 0 ? BOUNDS.length : bucket;
    times.buckets[index] = (times.buckets[index] ?? 0) + 1;
    times.sum += seconds;
    const key = `${group} ${status}`;
    const answer = this.#answers.get(key) ?? { labels: { group, status: String(status) }, value: 0 };
    answer.value++;
    this.#answers.set(key, answer);
  }

  toText(): string {
    const answers = metric(
      'countersign_requests_total',
      {
        type: 'counter',
        help: 'Requests that were answered. verify with 429: a guess budget was exhausted.',
      },
      [...this.#answers.values()],
    );
    const name = 'countersign_request_seconds';
    const lines = [`# HELP ${name} How long requests took.\n# TYPE ${name} histogram\n`];
    for (const [group, { buckets, sum }] of this.#times) {
      let count = 0;
      buckets.forEach((added, index) => {
        count += added;
        const le = String(BOUNDS[index] ?? '+Inf');
        lines.push(`${name}_bucket${labelText({ group, le })} ${count}\n`);
      });
      lines.push(
        `${name}_sum${labelText({ group })} ${sum}\n${name}_count${labelText({ group })} ${count}\n`,
      );
    }
    return answers + lines.join('');
  }
}

/** @param route As it was declared: names of parameters, never values. */
function groupOf(route: string): string {
  if (route.endsWith('/verify') || route.endsWith('/resynchronize')) return 'verify';
  if (route.startsWith('/api/') || route === '/login' || route === '/versions') return 'api';
  return route === '/alive' || route === '/ready' ? 'probe' : 'page';
}
