import { AppError } from '../core/app-error.ts';

/** @returns What a check finds; undefined for what cannot be a code. */
export async function unlessMalformed<Outcome>(check: () => Promise<Outcome>): Promise<Outcome | undefined> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof AppError && error.code === 'validation_failed') return undefined;
    throw error;
  }
}
