import { Worker } from 'node:worker_threads';

/** In MB: it calls one function or runs one statement. */
const HEAP = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 };

/**
 * Starts a thread that does one kind of thing, for 7 MB.
 *
 * @param program JavaScript: for a program that is not, the compiler would be loaded, which takes more memory than all the rest
 * of the thread.
 * @param data Reaches it as `workerData`.
 */
export const startSmallThread = (program: URL, data?: unknown): Worker =>
  new Worker(program, { workerData: data, resourceLimits: HEAP });
