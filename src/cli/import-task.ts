import type { Context } from '../context.ts';
import { AppError } from '../core/app-error.ts';
import { operator } from '../core/operator.ts';
import type { OtpParameters } from '../core/otp.ts';
import { StartError } from '../core/start-error.ts';
import { createEmailCredential } from '../email-credentials/create-email-credential.ts';
import { requireEmail } from '../email-credentials/email-address.ts';
import type { Reader, Transaction } from '../store/database.ts';
import { within } from '../store/within.ts';
import { importCredential } from '../two-factor/import-credential.ts';
import { createUser } from '../users/create-user.ts';
import { findByCredential } from '../users/find-by-credential.ts';
import type { Report } from './import-report.ts';
import { onTrial } from './on-trial.ts';
import { whyRefused } from './refusal.ts';

/** A key on the way to whoever imports it. */
export interface KeyToImport {
  at: string;
  account: string;
  /** In Base64. */
  seed: string;
  parameters: OtpParameters;
}

/** Imports keys, each with all that belongs to it or not at all. On trial, every one is undone. */
export async function importKeys(
  { context }: { context: Context },
  { keys, dryRun }: { keys: KeyToImport[]; dryRun: boolean },
): Promise<{ reports: Report[] }> {
  return { reports: await Promise.all(keys.map((key) => importKey(context, key, dryRun))) };
}

async function importKey(context: Context, key: KeyToImport, dryRun: boolean): Promise<Report> {
  try {
    return await onTrial(context.database, dryRun, (tx) => importIn(tx, context, key));
  } catch (error) {
    return { at: key.at, account: key.account, outcome: 'refused', why: whyRefused(error) };
  }
}

async function importIn(tx: Transaction, context: Context, key: KeyToImport): Promise<Report> {
  const { at, account, parameters } = key;
  const together = { ...context, database: within(context.database, tx) };
  const known = await findByEmail(tx, account);
  if (known === undefined) requireAddress(account);
  const userId = known ?? (await createUser(together, operator, {}));
  if (known === undefined) await createEmailCredential(together, operator, userId, { email: account });
  const seed = Buffer.from(key.seed, 'base64');
  const outcome = await importCredential(together, operator, userId, { seed, parameters });
  return { at, account, outcome, ...(known === undefined && { new_user: true }) };
}

/** @throws StartError with what to do about an account of another kind. */
function requireAddress(account: string): void {
  try {
    requireEmail(account);
  } catch {
    throw new StartError('The account is no e-mail address: say with --accounts which one it has.');
  }
}

/** undefined: nobody has this address. */
export const findByEmail = (reader: Reader, email: string): Promise<number | undefined> =>
  findByCredential(reader, 'email', email).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') return undefined;
    throw error;
  });
