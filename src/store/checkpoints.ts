import type { Worker } from 'node:worker_threads';
import { startSmallThread } from '../core/small-thread.ts';

/** After so many transactions there is enough in the log for a thread to be worth it. */
const ENOUGH = 100;

/**
 * Puts the log of the embedded database in its place bit by bit, in a thread that is started when there is enough to do.
 * Otherwise a commit does it once the log is long, and all who wait then wait for thousands of pages to be on disk. What the
 * thread leaves is still for a commit: all of it, should the thread fail.
 */
export class Checkpoints {
  readonly #path: string;
  #worker: Worker | undefined;
  #transactions = 0;
  /** What the thread is at. */
  #running: Promise<void> | undefined;
  #done: () => void = () => undefined;
  #failed = false;

  /** @param path The database's file. */
  constructor(path: string) {
    this.#path = path;
  }

  /** To be told of each commit. */
  committed(transactions: number): void {
    this.#transactions += transactions;
    if (this.#running || this.#failed || this.#transactions < ENOUGH) return;
    this.#transactions = 0;
    this.#worker ??= this.#start();
    this.#ask(this.#worker, 'checkpoint');
  }

  /** Waits until nothing is under way. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async close(): Promise<void> {
    await this.idle();
    if (!this.#worker) return;
    this.#worker.ref();
    await this.#ask(this.#worker, 'close');
  }

  #ask(worker: Worker, what: 'checkpoint' | 'close'): Promise<void> {
    this.#running = new Promise((resolve) => {
      this.#done = () => {
        this.#running = undefined;
        resolve();
      };
    });
    worker.postMessage(what);
    return this.#running;
  }

  #start(): Worker {
    const worker = startSmallThread(new URL('./checkpoint-worker.js', import.meta.url), this.#path);
    worker.unref();
    worker.on('message', () => this.#done());
    worker.on('error', () => {
      this.#failed = true;
    });
    worker.on('exit', () => {
      this.#worker = undefined;
      this.#done();
    });
    return worker;
  }
}
