import type { Argon2Parameters } from 'node:crypto';
import { startSmallThread } from './small-thread.ts';

type Answer = { tag: Uint8Array } | { error: unknown };

/** Those with nothing to do. The last was used last: its memory is the warmest. */
const idle: Argon2Thread[] = [];

/**
 * Argon2id (RFC 9106) in a thread of low priority: a hash takes a core for tens of milliseconds, which it would otherwise take
 * from the one who answers requests. There are as many threads as hashes were under way at once.
 *
 * @returns the tag
 * @throws what `node:crypto` throws, or what ended the thread
 */
export async function argon2id(parameters: Argon2Parameters): Promise<Buffer> {
  const thread = idle.pop() ?? new Argon2Thread();
  const answer = await thread.ask(parameters);
  thread.rest();
  if ('error' in answer) throw answer.error;
  return Buffer.from(answer.tag);
}

class Argon2Thread {
  readonly #worker = startSmallThread(new URL('./argon2-worker.js', import.meta.url));
  #ended = false;
  #answer: (answer: Answer) => void = () => undefined;

  constructor() {
    this.#worker.on('message', (answer: Answer) => this.#answer(answer));
    this.#worker.on('error', (error) => this.#end(error));
    this.#worker.on('exit', (code) => this.#end(new Error(`a thread for passwords ended with ${code}`)));
  }

  ask(parameters: Argon2Parameters): Promise<Answer> {
    this.#worker.ref();
    return new Promise((resolve) => {
      this.#answer = resolve;
      this.#worker.postMessage(parameters);
    });
  }

  /** Waits for the next, but does not keep the process alive for it. */
  rest(): void {
    if (this.#ended) return;
    this.#worker.unref();
    idle.push(this);
  }

  #end(error: unknown): void {
    this.#ended = true;
    if (idle.includes(this)) idle.splice(idle.indexOf(this), 1);
    this.#answer({ error });
  }
}
