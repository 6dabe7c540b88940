/** The texts of coverage, in English. */
export const coverageMessages = {
  coverage: {
    title: 'Coverage',
    share: 'People with a second factor',
    shareNow: (having: string, people: string) => `${having} of ${people} people`,
    shareLabel: (before: string, date: string, now: string) =>
      `The share went from ${before} on ${date} to ${now} today.`,
    today: 'Today',
    week: 'On',
    having: 'With a factor',
    people: 'People',
    shareShort: 'Share',
    of: (part: string, all: string) => `${part} of ${all}`,
    ofToday:
      'Counted among the accounts that are enabled today. A factor that was reset counts from when it was set up anew.',
    groups: 'By group',
    group: 'Group',
    noGroups: 'There are no groups with people in them.',
    largest: 'The largest groups, with the people who are in them directly.',
    wrongCodes: 'Refused codes per day',
    lockouts: 'Lockouts per day',
    lastDays: (days: number) => `in the last ${days} days`,
    failuresLabel: (what: string, total: string, most: string) =>
      `${what}: ${total} in all, at most ${most} on one day.`,
    day: 'Day (UTC)',
    asTable: 'The numbers as a table',
  },
};
