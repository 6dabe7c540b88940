/** Every text of the pages, in English. The other catalogues have the same keys, or do not compile. */
export const en = {
  layout: {
    skip: 'Skip to content',
    language: 'Language',
    otherLanguage: 'Español',
    tagline: 'Two-factor sign-in',
  },
  error: {
    notFound: 'Page not found',
    notFoundText: 'There is nothing at this address. It may have been moved, or the link may be incomplete.',
    failed: 'Something went wrong',
    failedText: (requestId: string) =>
      `It is not your fault. Try again; if it happens again, tell your administrator this number: ${requestId}.`,
    home: 'Go to the start page',
  },
};

/** The shape of a catalogue: texts, and functions that put values into texts. */
export type Messages = typeof en;
