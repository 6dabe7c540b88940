import { accountMessages } from './messages-account.en.ts';
import { auditMessages } from './messages-audit.en.ts';
import { coverageMessages } from './messages-coverage.en.ts';
import { directoryMessages } from './messages-directory.en.ts';
import { eventMessages } from './messages-events.en.ts';
import { groupMessages } from './messages-groups.en.ts';
import { peopleMessages } from './messages-people.en.ts';
import { policyMessages } from './messages-policy.en.ts';
import { setUpMessages } from './messages-set-up.en.ts';
import { signInMessages } from './messages-sign-in.en.ts';

/** Every text of the pages, in English. The other catalogues have the same keys, or do not compile. */
export const en = {
  layout: {
    skip: 'Skip to content',
    language: 'Language',
    otherLanguage: 'Español',
    reference: 'API reference',
    tagline: 'Two-factor sign-in',
  },
  elsewhere: {
    title: 'This was sent from another page',
    text: 'Nothing was changed. The page that you came from may be too old: open it again, and try again there.',
  },
  onward: {
    title: 'One moment',
    text: 'You come from another site.',
    go: 'Go on',
  },
  wait: (minutes: number) =>
    `Too many failed attempts. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}: until then nothing is looked at.`,
  ...signInMessages,
  ...setUpMessages,
  ...accountMessages,
  ...eventMessages,
  ...peopleMessages,
  ...auditMessages,
  ...policyMessages,
  ...coverageMessages,
  ...directoryMessages,
  ...groupMessages,
  areas: {
    areas: 'Areas',
    signOut: 'Sign out',
    account: {
      area: 'Your account',
      overview: 'Overview',
      twoFactor: 'Two-step sign-in',
      devices: 'Devices',
      apiKeys: 'API keys',
      profile: 'Profile',
      activity: 'Activity',
    },
    administration: {
      area: 'Administration',
      people: 'People',
      groups: 'Groups and roles',
      policy: 'Policy',
      coverage: 'Coverage',
      lockouts: 'Lockouts',
      audit: 'Audit log',
      apiKeys: 'API keys',
      settings: 'Settings',
    },
  },
  password: {
    resetTitle: 'Choose a new password',
    setupTitle: 'Set up your account',
    resetText: 'Then sign in with it. Everything that is signed in as you now is signed out.',
    setupText: 'Choose a password. Then sign in with it and your e-mail address.',
    email: 'E-mail address',
    password: 'New password',
    repeat: 'The same once more',
    atLeast: (length: number) => `At least ${length} characters. A few words are better than a few signs.`,
    save: 'Save password',
    notSaved: 'The password was not saved',
    missing: 'Type a new password.',
    different: 'The two passwords are not the same. Type both again.',
    min_length: (length: number) => `The password must have at least ${length} characters.`,
    max_length: (length: number) => `The password must have at most ${length} characters.`,
    require_numeric: 'The password must have a digit.',
    require_upperlower: 'The password must have an upper case and a lower case letter.',
    require_special: 'The password must have a character that is neither letter nor digit.',
    guessable: 'That password is among the first that others would try. Choose another.',
    doneTitle: 'Your password is saved',
    doneText: 'The link has been used up. Sign in with your new password.',
    signIn: 'Sign in',
    goneTitle: 'This link does not work',
    goneText:
      'It may be incomplete, have expired, have been used, or have been replaced by a newer one. Use the newest link that you got, or ask your administrator for another.',
  },
  mail: {
    resetSubject: (issuer: string) => `${issuer}: choose a new password`,
    resetText: (email: string) => `A new password was asked for, for the account of ${email}.`,
    resetLink: 'Choose a new password',
    setupSubject: (issuer: string) => `${issuer}: set up your account`,
    setupText: (email: string) => `An account was made for ${email}. Choose a password to start using it.`,
    setupLink: 'Set up your account',
    once: (minutes: number) => `The link works once, for ${minutes} minutes.`,
    ignore: 'If you did not expect this mail, do nothing: without the link nothing changes.',
    changedSubject: (issuer: string) => `${issuer}: your password was changed`,
    changedText: (email: string) =>
      `The password of the account of ${email} was changed, and whatever else was signed in was signed out.`,
    movedSubject: (issuer: string) => `${issuer}: your e-mail address was changed`,
    movedText: (email: string) =>
      `${email} is no longer the address of your account: another one was put in its place. Links to choose a password go there from now on.`,
    enrolledSubject: (issuer: string) => `${issuer}: two-step sign-in is on`,
    enrolledText: (email: string) =>
      `The account of ${email} now asks for a code from an authenticator app besides the password.`,
    recoverySubject: (issuer: string) => `${issuer}: a recovery code was used`,
    recoveryText: (email: string, left: number) =>
      `Somebody signed in to the account of ${email} with the password and a recovery code. There are ${left} left.`,
    renewedSubject: (issuer: string) => `${issuer}: new recovery codes`,
    renewedText: (email: string) =>
      `The account of ${email} got new recovery codes. The ones from before no longer work.`,
    replacedSubject: (issuer: string) => `${issuer}: your phone was replaced`,
    replacedText: (email: string) =>
      `Codes for the account of ${email} come from another phone now. The old one no longer works, and whatever else was signed in was signed out.`,
    keySubject: (issuer: string) => `${issuer}: a new API key`,
    keyText: (email: string) =>
      `An API key was made for the account of ${email}. With it a program acts in your name, without your password.`,
    copiedSubject: (issuer: string) => `${issuer}: a trusted device may have been copied`,
    copiedText: (email: string) =>
      `A device that the account of ${email} trusts was used with an outdated mark: it was copied, or an answer to it got lost. It is no longer trusted, and the code is asked for there again.`,
    exportedSubject: (issuer: string) => `${issuer}: your second factor is being moved`,
    exportedText: (email: string) =>
      `An administrator put the second factor of the account of ${email} into a sealed file, to move it to another server. Nothing changes here.`,
    removedSubject: (issuer: string) => `${issuer}: your second factor was reset`,
    removedText: (email: string) =>
      `An administrator removed the second factor of the account of ${email}. It is set up anew at the next sign-in.`,
    changedNotYou: 'If it was not you, tell your administrator at once.',
  },
  error: {
    notFound: 'Page not found',
    notFoundText: 'There is nothing at this address. It may have been moved, or the link may be incomplete.',
    refused: 'This could not be read',
    refusedText: 'Go back, and try again.',
    later: 'Too much to do right now',
    laterText: 'Nothing was changed. Try again in a moment.',
    failed: 'Something went wrong',
    failedText: (requestId: string) =>
      `It is not your fault. Try again; if it happens again, tell your administrator this number: ${requestId}.`,
    home: 'Go to the start page',
  },
};

/** The shape of a catalogue: texts, and functions that put values into texts. */
export type Messages = typeof en;
