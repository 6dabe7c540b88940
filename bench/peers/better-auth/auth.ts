import { DatabaseSync } from 'node:sqlite';
import { betterAuth } from 'better-auth';
import { twoFactor } from 'better-auth/plugins';

export const ORIGIN = 'http://127.0.0.1';

/**
 * better-auth as its documentation sets it up with Node.js's own SQLite, but with the log that ours has too
 * (a commit then takes one sync instead of several) and without a limit on the rate.
 */
export function openAuth(path: string) {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  const auth = betterAuth({
    database,
    baseURL: ORIGIN,
    secret: 'bench-secret-0123456789-0123456789',
    emailAndPassword: { enabled: true },
    plugins: [twoFactor()],
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });
  return { auth, database };
}
