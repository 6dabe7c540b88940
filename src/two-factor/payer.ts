import type { Context } from '../context.ts';
import { BURST, type Bucket, longTermBucket, retryAtMs } from '../core/budget.ts';
import type { Caller } from '../core/caller.ts';
import { SourceBudget } from '../source-budgets/source-budget.ts';
import type { Transaction } from '../store/database.ts';
import {
  chargeDevice,
  type DeviceRow,
  type Recognition,
  recognizeDevice,
} from '../trusted-devices/trust-device.ts';
import { waitUntil } from './charge-change.ts';
import { type CredentialRow, chargeCredential, type Spent } from './queries.ts';

/** Who pays for a wrong code. The credential is held until the transaction ends, so all pay in turn. */
export interface Payer {
  credential: CredentialRow;
  /** The known device that pays; undefined: the attempt is a stranger's. */
  device: DeviceRow | undefined;
  /** Whether what was shown for a known device is a copy. */
  copied: boolean;
  /** The place that a stranger's wrong code came from pays, too. */
  source: SourceBudget;
  longTerm: Bucket;
  /** The place, when the credential has paid for a wrong code and it is to pay after the transaction. */
  owing: SourceBudget | undefined;
}

/**
 * Finds out who pays for an attempt. A device that proved itself pays from a bucket of its own, so that whoever
 * guesses elsewhere does not keep the owner out.
 */
export async function findPayer(
  tx: Transaction,
  { config }: Context,
  caller: Caller,
  credential: CredentialRow,
  deviceToken: string | undefined,
  nowMs: number,
): Promise<Payer> {
  const { device, copied = false }: Recognition =
    deviceToken === undefined
      ? {}
      : await recognizeDevice(tx, caller, credential.user_id, deviceToken, nowMs);
  return {
    credential,
    device,
    copied,
    source: new SourceBudget(caller, config.wrongCodesPerMinute),
    longTerm: longTermBucket(config.guessChance),
    owing: undefined,
  };
}

/** @throws AppError `too_many_requests` when the payer could not pay if the code were wrong. */
export async function requireBudget(tx: Transaction, payer: Payer, nowMs: number): Promise<void> {
  const { device, credential, source, longTerm } = payer;
  const bucketAt = retryAt(device ?? credential, longTerm, nowMs);
  const at = device ? bucketAt : later(bucketAt, await source.retryAtMs(tx, nowMs));
  if (at !== undefined) throw waitUntil(at, nowMs, "this user's two-factor code");
}

/**
 * Lets the payer pay for a wrong code. A right one costs nothing, nor does one that could teach a guesser nothing.
 *
 * @returns When the next code will be looked at; undefined: at once.
 */
export async function payForWrongCode(
  tx: Transaction,
  payer: Payer,
  nowMs: number,
): Promise<number | undefined> {
  const { device, credential, source, longTerm } = payer;
  const account = device ?? credential;
  const charged = {
    burst_spent_until: Math.max(account.burst_spent_until, nowMs) + BURST.refillMs,
    long_term_spent_until: Math.max(account.long_term_spent_until, nowMs) + longTerm.refillMs,
  };
  if (device) {
    await tx.run(chargeDevice(device.id, charged));
  } else {
    await tx.run(chargeCredential(credential.id, charged));
    // Its row is the same for many credentials: all that are held here would wait for it.
    if (tx.together) payer.owing = source;
    else await source.charge(tx, nowMs);
  }
  return retryAt(charged, longTerm, nowMs);
}

const retryAt = ({ burst_spent_until, long_term_spent_until }: Spent, longTerm: Bucket, nowMs: number) =>
  later(retryAtMs(burst_spent_until, nowMs, BURST), retryAtMs(long_term_spent_until, nowMs, longTerm));

const later = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
