import { StartError } from '../core/start-error.ts';

/**
 * Runs work that Ctrl-C or a stop breaks off, so that it can take away what is half done.
 *
 * @throws StartError when it was broken off.
 */
export async function interruptible<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  message = 'Broken off. Nothing is left of it.',
): Promise<Result> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  process.on('SIGINT', abort).on('SIGTERM', abort);
  try {
    return await work(controller.signal);
  } catch (error) {
    // What the work says itself of its end it knows better.
    throw controller.signal.aborted && !(error instanceof StartError) ? new StartError(message) : error;
  } finally {
    process.off('SIGINT', abort).off('SIGTERM', abort);
  }
}
