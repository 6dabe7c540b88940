/** The texts of signing in, in English. */
export const signInMessages = {
  signIn: {
    title: (issuer: string) => `Sign in to ${issuer}`,
    email: 'E-mail address',
    password: 'Password',
    forgotten: 'Forgot it?',
    go: 'Sign in',
    failed: 'Not signed in',
    wrong: 'E-mail address and password do not belong together. Check both, and try again.',
    why: {
      ended:
        'You have been signed out, because of a long pause or a change to your account. Sign in to go on where you were.',
      again: 'For this, show once more that it is you.',
      out: 'You are signed out.',
    },
  },
  code: {
    title: 'Enter your code',
    text: 'Open your authenticator app and enter the code that it shows.',
    label: 'Code from your app',
    trust: 'Trust this device for 30 days',
    trustHint: 'Then your password is enough here. Only on a device that is yours alone.',
    go: 'Sign in',
    recovery: 'Use a recovery code instead',
    as: 'Signing in as',
    other: 'Someone else?',
    failed: 'The code was not accepted',
    malformed: 'A code has digits only, most often six. Enter the one that your app shows now.',
    wrong:
      'Each code works once, and for about half a minute. Wait for the next one and enter that. If it fails again, check that your phone sets its clock by itself.',
    disabledTitle: 'Your second factor is switched off',
    disabledText:
      'An administrator has switched it off, and without it nobody is signed in as you. Ask them to switch it on or to reset it.',
  },
  recovery: {
    title: 'Use a recovery code',
    text: 'Enter one of the codes that you saved when you set up two-step sign-in. Each works once.',
    label: 'Recovery code',
    go: 'Sign in',
    code: 'Use a code from your app instead',
    none: 'You have neither? Ask your administrator to reset your second factor.',
    failed: 'The recovery code was not accepted',
    malformed: 'A recovery code has five groups of five letters and digits. Check that it is complete.',
    wrong:
      'Check it for mistakes. If it is right, it has been used or replaced by newer ones: try another one.',
  },
  forgotten: {
    title: 'Forgot your password?',
    text: 'Enter your e-mail address. You get a link with which you choose a new password.',
    go: 'Send me a link',
    back: 'Back to sign-in',
    failed: 'Nothing was sent',
    noAddress: 'That is not an e-mail address. Enter one such as ada@example.com.',
    sentTitle: 'Look into your mail',
    sentText:
      'If there is an account with that address, a link is on its way. It works once, for an hour. If nothing comes, look among the junk, or try again in 20 minutes.',
    noMail:
      'This server sends no mail. Ask your administrator for a link with which you choose a new password.',
  },
};
