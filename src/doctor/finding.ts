/** What was looked at, and what came of it. */
export interface Finding {
  check: string;
  /** `wrong` must be set right; `warning` may be as it should be. */
  state: 'good' | 'warning' | 'wrong';
  says: string;
  /** What to do. */
  remedy?: string;
}

export const good = (check: string, says: string): Finding => ({ check, state: 'good', says });

export const warning = (check: string, says: string, remedy: string): Finding => ({
  check,
  state: 'warning',
  says,
  remedy,
});

export const wrong = (check: string, says: string, remedy: string): Finding => ({
  check,
  state: 'wrong',
  says,
  remedy,
});
