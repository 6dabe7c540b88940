import { networkOf } from '../core/network.ts';
import { digest } from '../core/tokens.ts';
import type { AuthType, LoginAttempt } from './queries.ts';

export type { LoginAttempt };

/**
 * @param credential Which one is tried, in the one spelling it is looked up by. There may be none of that name.
 * @param source The address of the socket.
 */
export function loginAttempt(authType: AuthType, credential: string, source: string): LoginAttempt {
  const network = networkOf(source);
  const key = digest(JSON.stringify([authType, credential, network])).toString('hex');
  return { key, authType, network, source };
}
