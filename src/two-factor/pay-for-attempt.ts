import type { Context } from '../context.ts';
import type { AppError } from '../core/app-error.ts';
import { BURST, type Bucket, longTermBucket, retryAtMs } from '../core/budget.ts';
import type { Caller } from '../core/caller.ts';
import { sourceBudget } from '../source-budgets/source-budget.ts';
import type { Transaction } from '../store/database.ts';
import {
  chargeDevice,
  type DeviceRow,
  recognizeDevice,
  refundDevice,
} from '../trusted-devices/trust-device.ts';
import { waitUntil } from './charge-change.ts';
import { findCredential } from './find-credential.ts';
import { chargeAttempt, holdCredential, refundAttempt } from './queries.ts';

interface Buckets {
  burst_spent_until: number;
  long_term_spent_until: number;
}

/** What one look at a code cost, and whose bucket it came from. */
export interface Payment {
  /** Whether the code may be looked at. */
  paid: boolean;
  /** The known device that paid; undefined: the attempt is a stranger's. */
  device: DeviceRow | undefined;
  /** What claiming the step gives back in the same write; undefined: a device paid, and is paid back by `refund`. */
  refundable: Bucket | undefined;
  /** Gives the charge back, for an attempt that could teach a guesser nothing. */
  refund(tx: Transaction): Promise<unknown>;
  /** Lets the place that a wrong code came from pay, too. */
  chargeSource(tx: Transaction): Promise<void>;
  /** When the next code will be looked at; undefined: at once. */
  retryAtMs(spent: Buckets): number | undefined;
  /** What to throw when there was nothing left to pay with. */
  wait(): Promise<AppError>;
}

/**
 * Pays for one look at a code before it is looked at. A device that proved itself pays from a bucket of its
 * own, so that whoever guesses elsewhere does not keep the owner out.
 */
export async function payForAttempt(
  tx: Transaction,
  { config }: Context,
  caller: Caller,
  userId: number,
  deviceToken: string | undefined,
  nowMs: number,
): Promise<Payment> {
  const longTerm = longTermBucket(config.guessChance);
  const source = sourceBudget(caller, config.wrongCodesPerMinute, nowMs);
  const device =
    deviceToken === undefined ? undefined : await recognizeDevice(tx, caller, userId, deviceToken, nowMs);
  const retry = (spent: Buckets) =>
    latest([
      retryAtMs(spent.burst_spent_until, nowMs, BURST),
      retryAtMs(spent.long_term_spent_until, nowMs, longTerm),
    ]);
  const paid = device
    ? (await tx.run(holdCredential(userId, nowMs))) &&
      (await tx.run(chargeDevice(device.id, longTerm, nowMs)))
    : await tx.run(chargeAttempt(userId, longTerm, source.hasRoom, nowMs));
  return {
    paid: Boolean(paid),
    device,
    refundable: device ? undefined : longTerm,
    async refund(tx) {
      if (device) return tx.run(refundDevice(device.id, longTerm));
      const { id } = await findCredential(tx, userId);
      return tx.run(refundAttempt(id, longTerm));
    },
    async chargeSource(tx) {
      if (!device) await source.charge(tx);
    },
    retryAtMs: retry,
    async wait() {
      const credential = device ?? (await findCredential(tx, userId));
      const at = latest([retry(credential), device ? undefined : await source.retryAtMs(tx)]);
      return waitUntil(at ?? nowMs, nowMs, "this user's two-factor code");
    },
  };
}

function latest(times: (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length ? Math.max(...known) : undefined;
}
