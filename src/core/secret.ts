import { inspect } from 'node:util';

const REDACTED = '[redacted]';

/**
 * Holds a value that must not reach a log, an error or an answer by accident. Text, JSON and
 * `console.log` of it all give `[redacted]`; only `reveal()` gives the value.
 */
export class Secret<T = string> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /** The value itself. Call it where the value is used, not where it is passed on. */
  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}
