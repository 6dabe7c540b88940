import { ConfigError } from '../config.ts';
import { AppError } from '../core/app-error.ts';
import { StartError } from '../core/start-error.ts';

/** Why something was not done, in words for the operator. */
export function whyRefused(error: unknown): string {
  if (error instanceof AppError) {
    const faults = error.faults?.map(({ message }) => message).join(' ');
    return faults || error.message || `It was refused (${error.code.replaceAll('_', ' ')}).`;
  }
  const { message } = error as Error;
  return error instanceof ConfigError || error instanceof StartError
    ? message
    : `The command failed: ${message}`;
}

/** @throws StartError with these words when what is asked for is not there. */
export async function orNotFound<Result>(words: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof AppError && error.code === 'not_found' ? new StartError(words) : error;
  }
}

/** Runs a command. What it throws is said on standard error, and the exit code is 1. */
export async function orSayWhy(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    process.stderr.write(`${whyRefused(error)}\n`);
    process.exitCode = 1;
  }
}
