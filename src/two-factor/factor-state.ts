import type { CredentialWithUser } from './queries.ts';

/**
 * How it stands with somebody's second factor. `asked`: they set it up at their next sign-in. `suspended`: it takes no
 * codes, and without it nobody is signed in as them.
 */
export type FactorState = 'on' | 'asked' | 'off' | 'suspended';

export function factorState(credential: CredentialWithUser | undefined): FactorState {
  if (!credential) return 'off';
  if (credential.disabled_at !== null) return 'suspended';
  if (credential.verified_at !== null) return 'on';
  // What they began unasked binds nobody before it is finished.
  return credential.chosen_at === null ? 'asked' : 'off';
}
