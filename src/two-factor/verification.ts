import type { Diagnosis } from './diagnose-code.ts';

export interface Attempt {
  /** As many ASCII digits as the credential has. */
  code: string;
  /** The token of a device that proved itself before. */
  deviceToken?: string | undefined;
  /** Whether to trust the device from now on, if the code is right. */
  rememberDevice?: boolean | undefined;
  /** The `User-Agent` header, by which its owner recognises a device that is trusted from now on. */
  userAgent?: string | undefined;
}

export interface Verification {
  accepted: boolean;
  /** Whether the user has enrolled, now that this code was checked. */
  verified: boolean;
  /** Why the code was refused: for callers who may know. */
  refusal?: Refusal;
  /** When the next code will be looked at; absent: at once. */
  retryAtMs?: number | undefined;
  /** For the device, until its next right code. */
  deviceToken?: string;
}

/** Why a code was refused. */
export interface Refusal {
  reason: Diagnosis['reason'] | 'already_used' | 'fenced' | 'expired' | 'disabled' | 'not_enrolled';
  /** By how much the code was for another time: positive when the authenticator's clock is ahead. */
  offsetSeconds?: number;
}
