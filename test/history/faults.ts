import type { Attempt, History } from './history.ts';

/**
 * What is wrong with a history, in words. Of attempts that overlap in time either may have come first; an
 * attempt whose outcome is unknown may have been accepted or not, whichever is right.
 */
export function faultsOf({ attempts, restoresMs }: History): string[] {
  return [...acceptedTwice(attempts), ...outOfOrder(attempts), ...acceptedAfterRestore(attempts, restoresMs)];
}

/** A code (user and step), a recovery code or a link that was accepted more than once. */
function acceptedTwice(attempts: Attempt[]): string[] {
  const accepted = Map.groupBy(attempts.filter(isAccepted), named);
  return [...accepted]
    .filter(([, times]) => times.length > 1)
    .map(([name, times]) => `${name} was accepted ${times.length} times, by ${clientsOf(times)}`);
}

/** A step that was accepted although the same or a later one had been, as its sender could know. */
function outOfOrder(attempts: Attempt[]): string[] {
  const codes = attempts.filter((attempt) => attempt.kind === 'code' && isAccepted(attempt));
  return [...Map.groupBy(codes, ({ user }) => user).values()].flatMap((ofUser) => {
    const returned = ofUser.toSorted((a, b) => returnedMs(a) - returnedMs(b));
    let known = 0;
    let latest: Attempt | undefined;
    const faults: string[] = [];
    for (const attempt of ofUser.toSorted((a, b) => a.invokedMs - b.invokedMs)) {
      for (; known < returned.length; known++) {
        const before = returned[known] as Attempt;
        if (returnedMs(before) >= attempt.invokedMs) break;
        if (!latest || before.what > latest.what) latest = before;
      }
      if (latest && attempt.what <= latest.what)
        faults.push(`${named(attempt)} was accepted after step ${latest.what}`);
    }
    return faults;
  });
}

/** What was accepted, or may have been, before an older state of the data was put back, and is accepted after. */
function acceptedAfterRestore(attempts: Attempt[], restoresMs: number[]): string[] {
  return restoresMs.flatMap((restoredMs) => {
    const before = attempts.filter(
      ({ invokedMs, outcome }) => invokedMs < restoredMs && outcome !== 'refused',
    );
    const used = new Set(before.map(named));
    return attempts
      .filter((attempt) => attempt.invokedMs > restoredMs && isAccepted(attempt) && used.has(named(attempt)))
      .map((attempt) => `${named(attempt)} was accepted after the restore, and may have been before`);
  });
}

const isAccepted = ({ outcome }: Attempt): boolean => outcome === 'accepted';
const returnedMs = (attempt: Attempt): number => attempt.returnedMs ?? Number.POSITIVE_INFINITY;
const named = ({ kind, user, what }: Attempt): string => `${kind} ${what} of ${user}`;
const clientsOf = (attempts: Attempt[]): string =>
  [...new Set(attempts.map(({ client }) => client))].join(', ');
