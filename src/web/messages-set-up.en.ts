/** The texts of setting up a second factor, in English. */
export const setUpMessages = {
  setUp: {
    step: (step: number, of: number) => `Step ${step} of ${of}`,
    title: 'Set up two-step sign-in',
    asked:
      'Your administrator asks for it: from now on you sign in with your password and with a code from your phone. Whoever learns your password then still stays out. It takes two minutes.',
    chosen:
      'From then on you sign in with your password and with a code from your phone. Whoever learns your password then still stays out. It takes two minutes.',
    grace: (date: string) =>
      `From ${date} on you need it to sign in. Set it up now, or later. From then on you sign in with your password and with a code from your phone, and whoever learns your password still stays out.`,
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
};
