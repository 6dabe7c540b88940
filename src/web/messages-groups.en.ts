/** The texts of one group, of one role, and of what is done to them, in English. */
export const groupMessages = {
  group: {
    allUsers:
      'All Users is built in: everybody is in it, always. So it keeps its name, cannot be deleted, and nobody is put in or taken out. It can give roles.',
    gives: 'What it gives',
    rolesOfParents: 'Roles of groups it is in',
    parents: 'Is in the groups',
    children: 'Groups in it',
    inPolicy: 'The policy requires a second factor of whoever is in it.',
    people: (number: string) => `People (${number})`,
    nobody: 'Nobody is here.',
    search: 'Search among them',
    create: {
      link: 'Create a group',
      title: 'Create a group',
      text: 'Nobody is in it yet, and it gives nothing. No other group may have its name.',
      go: 'Create it',
    },
    rename: {
      link: 'Rename',
      title: (name: string) => `Rename ${name}`,
      text: 'Who is in it, and what it gives, stays.',
      go: 'Rename it',
    },
    delete: {
      link: 'Delete',
      title: (name: string) => `Delete the group ${name}?`,
      text: (people: number) =>
        people === 0
          ? 'Nobody is in it.'
          : people === 1
            ? 'One person is in it, and stays, without what it gives.'
            : `${people} people are in it. They stay, without what it gives.`,
      gives: (roles: string) => `It gives: ${roles}.`,
      givesNothing: 'It gives no roles.',
      policy: 'That ends for those who are in no other group that it names.',
      forGood: 'This cannot be taken back.',
      go: 'Delete it',
    },
    add: {
      link: 'Add a person',
      title: (name: string) => `Add a person to ${name}`,
      gives: (roles: string) => `The person gets what the group gives: ${roles}.`,
      givesNothing: 'The group gives no roles.',
      label: 'E-mail address or id',
      go: 'Add',
    },
    remove: {
      link: 'Remove',
      title: (person: string, group: string) => `Remove ${person} from ${group}?`,
      text: 'The account stays, without what only this group gives.',
      go: 'Remove',
    },
    roles: {
      link: 'Choose roles',
      title: (name: string) => `Roles that ${name} gives`,
      text: 'Everybody in the group has them, and everybody in the groups in it. Nobody can give or take what they may not do themselves.',
      legend: 'Roles given to this group',
      go: 'Save',
    },
    refused: {
      name: 'Type a name of one line, of at most 255 characters.',
      taken: 'Another group has this name.',
      nobody: 'Nobody has this e-mail address or id.',
      outranked:
        'You may not do this: the group gives permissions that you do not have, or nobody would be left who may do everything.',
      role: 'You may not do this: a role gives permissions that you do not have, or nobody would be left who may do everything.',
    },
  },
  role: {
    set: (name: string) => `Permission set: ${name}.`,
    builtIn: 'It is built in: what it allows stays as it is. It can be given to anybody.',
    throughApi: 'What it allows is changed through the API.',
    howTo: 'How to change a role',
    groups: 'Groups that give it',
    people: 'Who has it, themselves or through a group. It is given to one person on their page.',
    nobody: 'Nobody has it.',
    give: {
      link: 'Give it to a group',
      title: (role: string) => `Give the role ${role} to a group`,
      text: 'Everybody in the group gets it, and everybody in the groups in it.',
      label: 'Name of the group',
      unknown: 'There is no group of this name. Type all of it.',
      go: 'Give it',
    },
    take: {
      link: 'Take it away',
      title: (role: string, group: string) => `Take the role ${role} from ${group}?`,
      text: 'Whoever has it in another way keeps it.',
      go: 'Take it away',
    },
  },
};
