/** The texts of the policy, in English. */
export const policyMessages = {
  policy: {
    title: 'Who must have a second factor',
    inForce: 'In force',
    ofNobody: 'Of nobody. Whoever wants to sets one up, and whoever is asked to must.',
    ofEverybody: 'A second factor is required of everybody',
    ofSome: (groups: string | undefined, roles: string | undefined) =>
      `A second factor is required of whoever ${[groups && `is in ${groups}`, roles && `has the role ${roles}`].filter(Boolean).join(' or ')},`,
    now: 'now.',
    since: (date: string) =>
      `from ${date} on. Until then people are told at every sign-in, and may do without.`,
    counts:
      'It counts when somebody signs in on the pages. Without a second factor they set one up before anything else opens. Nobody removes theirs while it is required of them; an administrator resets it, and then it is set up anew. API keys and tokens are not asked for one.',
    another: 'Another policy',
    ofWhom: 'Required of',
    requiredOf: {
      nobody: 'Nobody',
      everybody: 'Everybody',
      some: 'The groups and roles below',
    },
    groups: 'Groups, with the groups in them',
    roles: 'Roles, also those that a group gives',
    from: 'Required from',
    fromHint: 'The day begins at 00:00 UTC. Until then people are told and may do without. Empty: at once.',
    dryRun: 'See whom it affects',
    dryRunTitle: 'Before you switch it on',
    affected: (number: number, shown: string) =>
      number === 0
        ? 'Nobody is affected: everybody of whom it is required has a second factor.'
        : number === 1
          ? 'One person has no second factor yet.'
          : `${shown} people have no second factor yet.`,
    affectedNow: 'At their next sign-in they must set one up before they get in.',
    affectedLater:
      'They are told at every sign-in. Who has none on that day must set one up before they get in.',
    required: (required: string, having: string) =>
      `Of ${required} who can sign in with a password and of whom it is required, ${having} have one or have been asked for one.`,
    who: 'Who they are',
    andMore: (number: number) => `And ${number} more.`,
    switchOn: 'Put it in force',
    problems: {
      ofWhom: 'Choose at least one group or role, or require it of everybody.',
      noDay: 'That is no day. Enter one such as 2026-12-01, or leave the field empty.',
    },
  },
};
