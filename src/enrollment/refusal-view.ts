import type { Refusal } from '../two-factor/verification.ts';
import type { Messages } from '../web/messages.en.ts';

/** Why a first code was refused and what to do, for the person who sets it up: they hold the seed. */
export function explainRefusal(refusal: Refusal | undefined, { refusal: words }: Messages): string {
  switch (refusal?.reason) {
    case 'clock_drift': {
      const minutes = Math.max(1, Math.round(Math.abs(refusal.offsetSeconds ?? 0) / 60));
      return (refusal.offsetSeconds ?? 0) > 0 ? words.clockAhead(minutes) : words.clockBehind(minutes);
    }
    case 'wrong_algorithm':
    case 'wrong_digits':
    case 'wrong_period':
    case 'secret_as_text':
      return words.otherWay;
    case 'replaced':
      return words.replaced;
    case 'already_used':
    case 'fenced':
      return words.used;
    case 'disabled':
      return words.disabled;
    default:
      return words.wrong;
  }
}
