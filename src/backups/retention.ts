import type { KeptBackup } from './queries.ts';

const DAY_MS = 86_400_000;

/** How many are kept, or for how many days. */
export type Keep = { newest: number } | { days: number };

/**
 * Which backups are no longer to be kept. Never the newest, nor the newest that was proved restorable.
 *
 * @param backups In one place, the newest first.
 */
export function outdated(backups: readonly KeptBackup[], keep: Keep, nowMs: number): KeptBackup[] {
  const proved = backups.find(({ proved_at }) => proved_at !== null);
  const tooMany = (index: number, takenAtMs: number): boolean =>
    'newest' in keep ? index >= keep.newest : takenAtMs < nowMs - keep.days * DAY_MS;
  return backups.filter((backup, index) => index > 0 && backup !== proved && tooMany(index, backup.taken_at));
}
