import type { CredentialWithUser } from './queries.ts';

/**
 * How it stands with somebody's second factor. `asked`: they set it up at their next sign-in. `suspended`: it takes no
 * codes, and without it nobody is signed in as them.
 */
export type FactorState = 'on' | 'asked' | 'off' | 'suspended';

export function factorState(credential: CredentialWithUser | undefined): FactorState {
  if (!credential || (credential.verified_at === null && credential.chosen_at !== null)) return 'off';
  if (credential.disabled_at !== null) return 'suspended';
  return credential.verified_at === null ? 'asked' : 'on';
}
