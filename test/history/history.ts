/** Something that may be accepted once: a code, which is named by its time step, or a secret. */
export interface Attempt {
  client: string;
  kind: 'code' | 'recovery code' | 'password link';
  /** Whose it is: not an id, which another user may have after a restore. */
  user: string;
  /** The time step of a code; what else it is as it is written. */
  what: number | string;
  /** When it was sent, in milliseconds of one stopwatch. */
  invokedMs: number;
  /** When its answer came. */
  returnedMs?: number;
  /** unknown: no answer came, or one that does not say. */
  outcome: 'accepted' | 'refused' | 'unknown';
}

export interface History {
  attempts: Attempt[];
  /** When an older copy of the data had been put back, before the server started on it. */
  restoresMs: number[];
}

/** Writes down what clients send and what they are told. */
export class Recorder implements History {
  readonly attempts: Attempt[] = [];
  readonly restoresMs: number[] = [];

  /**
   * @param send Returns whether it was accepted; undefined: the answer does not say.
   * @throws whatever `send` throws; the attempt stays, with its outcome unknown.
   */
  async attempt(
    which: Pick<Attempt, 'client' | 'kind' | 'user' | 'what'>,
    send: () => Promise<boolean | undefined>,
  ): Promise<boolean | undefined> {
    const attempt: Attempt = { ...which, invokedMs: performance.now(), outcome: 'unknown' };
    this.attempts.push(attempt);
    const accepted = await send();
    attempt.returnedMs = performance.now();
    if (accepted !== undefined) attempt.outcome = accepted ? 'accepted' : 'refused';
    return accepted;
  }

  restored(): void {
    this.restoresMs.push(performance.now());
  }
}
