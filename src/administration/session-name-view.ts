import type { Messages } from '../web/messages.en.ts';
import type { Person } from './read-person.ts';

/** What somebody is signed in with. */
export const sessionName = (
  { browser, operating_system: system }: Person['sessions'][number],
  { personChanges }: Messages,
): string => [browser, system].filter(Boolean).join(', ') || personChanges.endSession.unknown;
