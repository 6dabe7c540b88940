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
  setUp: {
    step: (step: number, of: number) => `Step ${step} of ${of}`,
    title: 'Set up two-step sign-in',
    asked:
      'Your administrator asks for it: from now on you sign in with your password and with a code from your phone. Whoever learns your password then still stays out. It takes two minutes.',
    chosen:
      'From then on you sign in with your password and with a code from your phone. Whoever learns your password then still stays out. It takes two minutes.',
    appTitle: 'What you need',
    app: 'An authenticator app on your phone, such as Aegis, 2FAS, Google Authenticator, Microsoft Authenticator or the password manager that you use. Install one first if you have none.',
    start: 'I have an app: go on',
    notNow: 'Not now',
    signOut: 'Later: sign me out',
    scanTitle: 'Scan this with your app',
    scan: 'In the app, choose to add an account and point the camera here.',
    qrAlt: 'QR code with the secret. It is also below as text.',
    open: 'Open in my app',
    byHand: 'You cannot scan it? Type it in',
    account: 'Account',
    secret: 'Secret',
    copy: 'Copy',
    copied: 'Copied',
    kind: 'Kind',
    timeBased: 'Time-based (TOTP)',
    parameters: 'Parameters',
    parametersAre: (algorithm: string, digits: number, seconds: number) =>
      `${algorithm}, ${digits} digits, every ${seconds} seconds`,
    codeTitle: 'Enter the code that the app shows',
    codeLabel: (digits: number) => `Code of ${digits} digits`,
    confirm: 'Confirm',
    codeFailed: 'The code was not accepted',
    malformed: (digits: number) =>
      `The code has ${digits} digits and nothing else. Enter the one that the app shows now.`,
    again:
      'For your safety the QR code is shown once. If you have not scanned it, get another: the first one is void then.',
    newCode: 'Show a new QR code',
  },
  refusal: {
    clockAhead: (minutes: number) =>
      `Your phone's clock is about ${minutes === 1 ? 'a minute' : `${minutes} minutes`} fast. Let the phone set date and time by itself, in its settings; then enter the next code.`,
    clockBehind: (minutes: number) =>
      `Your phone's clock is about ${minutes === 1 ? 'a minute' : `${minutes} minutes`} slow. Let the phone set date and time by itself, in its settings; then enter the next code.`,
    otherWay:
      'Your app makes its codes in another way than the QR code says. That can be arranged: wait for the next code and enter it, too.',
    replaced:
      'This code comes from a QR code that was shown before. Delete that entry in your app and scan the newest one.',
    used: 'This code has been used already. Wait for the next one and enter that.',
    disabled: 'An administrator has switched your second factor off. Ask them to switch it on.',
    expired:
      'That took more than ten minutes, so the QR code is void. Start again, and delete the entry in your app.',
    wrong:
      'It fits neither the QR code nor the time. Check that you look at the right entry of the app, and enter the code before it changes.',
  },
  recoveryCodes: {
    title: 'Save your recovery codes',
    isOn: 'Two-step sign-in is on.',
    text: 'With one of these you get in when your phone is lost or broken. Each works once. They are shown now and never again: keep them where you keep important papers, or in a password manager.',
    site: 'Site',
    made: 'Made on',
    sheet: 'Each code works once, together with the password. Keep this where nobody else finds it.',
    download: 'Download',
    print: 'Print',
    copy: 'Copy',
    saved: 'I have saved them',
    goOn: 'Go on',
    fileTitle: (issuer: string) => `Recovery codes for ${issuer}`,
    renewTitle: 'New recovery codes',
    left: (count: number) =>
      count === 1 ? 'You have one recovery code left.' : `You have ${count} recovery codes left.`,
    renewText: 'You can have ten new ones. The old ones stop working.',
    renew: 'Make new codes',
    notNow: 'Not now',
    notSaved: 'The codes are not shown again. If you have not saved them, make new ones.',
  },
  start: {
    title: 'Your account',
    hello: (name: string) => `Hello, ${name}`,
    signOut: 'Sign out',
    secondFactor: 'Two-step sign-in',
    on: 'On',
    off: 'Off',
    onText: 'You sign in with your password and a code from your phone.',
    offText: 'Your password alone opens your account. Add a code from your phone: it takes two minutes.',
    setUp: 'Set it up',
    codesLeft: 'Recovery codes left',
    newCodes: 'Make new recovery codes',
    fewCodes: (count: number) =>
      count === 0
        ? 'You have no recovery codes left. Without one, a lost phone locks you out.'
        : `You have only ${count === 1 ? 'one recovery code' : `${count} recovery codes`} left. Without one, a lost phone locks you out.`,
    account: 'You',
    name: 'Name',
    email: 'E-mail address',
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
      `The password of the account of ${email} was changed with a link, and whatever was signed in was signed out.`,
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
