import type { Explanations } from './about.ts';

const code = (names: string[]): string => names.map((name) => `\`${name}\``).join(', ');
const lines = (...texts: (string | false | undefined)[]): string[] =>
  texts.filter((text) => !!text) as string[];

/** What each error means, why it usually happens and what to do, in English. */
export const explanations: Explanations = {
  400: ({ isLogin, formed, has }) => ({
    title: 'Bad request',
    means: 'The request cannot be read as it is.',
    causes: lines(
      isLogin && '`client_id` or `client_secret` is missing, or is there more than once.',
      formed.length > 0 && `A parameter has another form than it must have: ${code(formed)}.`,
      has.sorts && '`sorts` names something that this list cannot be sorted by.',
      has.fields && 'The parentheses in `fields` do not match.',
      'The body is not valid JSON in UTF-8, or is nested too deeply.',
      'The `Host` header or the path is not valid.',
    ),
    remedies: [
      'Read `message`: it names the parameter and what would be right.',
      'Correct the request. The same one gets the same answer again.',
    ],
  }),
  401: () => ({
    title: 'Requires authentication',
    means: 'There is no access token with the request, or it is not valid any more.',
    causes: [
      'The `Authorization` header is missing, or is not `Bearer` or `token` followed by the access token.',
      'The token has expired. `expires_in` in the answer of the login says after how many seconds it does.',
      'It was ended: by a logout, or because the user or the API key was disabled or deleted.',
      'The address is not of this API. Who has no token is not told which addresses there are.',
    ],
    remedies: [
      'Log in: send `client_id` and `client_secret` of an API key to `POST /login`, and the `access_token` of the answer with every request.',
      'With an SDK: check the address, `client_id` and `client_secret` in its settings. It logs in by itself.',
    ],
  }),
  403: ({ permission }) => ({
    title: 'Permission denied',
    means: permission
      ? `The caller is known, but may not do this. It takes the permission \`${permission}\`.`
      : 'The caller is known, but may not do this.',
    causes: lines(
      permission && `None of the caller's roles has \`${permission}\`.`,
      'The user whom it is about has permissions that the caller does not have. Nobody may give, take or reach what they do not have themselves.',
      'It would leave the server without an administrator, or the caller without themselves.',
    ),
    remedies: [
      'Read `message`: it says what is missing.',
      'Ask an administrator for a role that has the permission, or let them do it.',
    ],
  }),
  404: ({ isLogin, inPath }) => ({
    title: 'Not found',
    means: isLogin
      ? 'There is no API key with this `client_id` and `client_secret` that works.'
      : 'What the address names does not exist, or the caller may not see it. The answer is the same for both.',
    causes: isLogin
      ? [
          'One of the two is mistyped, or they belong to two keys.',
          'The key was deleted or disabled.',
          'The user whose key it is was deleted or disabled.',
        ]
      : lines(
          inPath.length > 0 && `What ${code(inPath)} names does not exist, or not any more.`,
          inPath.some((name) => name.endsWith('_id')) && 'An id has one spelling: `07` is not `7`.',
          'The caller may not see it.',
          'The address is misspelt.',
        ),
    remedies: isLogin
      ? [
          'Copy both again, without spaces around them.',
          'Make a new key if the secret is lost: it is shown only once.',
        ]
      : ['Look the id up in the list that it comes from.', 'Ask with the token of somebody who may see it.'],
  }),
  405: () => ({
    title: 'Built in',
    means: 'This is part of the server and cannot be changed or deleted.',
    causes: ['It is one of the built-in things, which are the same on every server.'],
    remedies: ['Make one of your own and change that.'],
  }),
  408: () => ({
    title: 'Request timeout',
    means: 'The request did not arrive completely in time.',
    causes: [
      'The connection is very slow or was interrupted.',
      'The client announced a longer body than it sent.',
    ],
    remedies: ['Send it again.'],
  }),
  409: () => ({
    title: 'Already exists',
    means: 'What the request would make is there already.',
    causes: ['Somebody else made it before.', 'The request was sent twice, and the first one succeeded.'],
    remedies: [
      'Read `message`: it says what exists.',
      'Use or change what exists, choose another name, or delete it first.',
    ],
  }),
  413: () => ({
    title: 'Body too large',
    means: 'The body is larger than 64 KiB.',
    causes: ['One request has more in it than any operation needs.'],
    remedies: ['Send less at once.'],
  }),
  415: () => ({
    title: 'Unsupported content type',
    means: 'The body is neither JSON nor a form.',
    causes: ['The `Content-Type` header names something else.'],
    remedies: ['Send `Content-Type: application/json` and JSON in the body.'],
  }),
  422: ({ requiredFields }) => ({
    title: 'Validation failed',
    means: 'The body can be read, but something in it is not right. Nothing was changed.',
    causes: lines(
      requiredFields.length > 0 &&
        `Something required is missing (\`missing_field\`): ${code(requiredFields)}.`,
      'A value has the wrong type, is too long, or has characters that it must not have (`invalid`).',
      'A value is in use elsewhere and must be unique (`already_exists`).',
    ),
    remedies: [
      'Read `errors`: each entry names the `field` and says in `message` what would be right.',
      'Correct those fields and send the request again.',
    ],
  }),
  429: () => ({
    title: 'Too many requests',
    means: 'This was tried too often in too short a time. The request was not looked at.',
    causes: ['Somebody is guessing.', 'A program tries again at once, without waiting.'],
    remedies: [
      'Wait as many seconds as the `Retry-After` header says, then try again.',
      'Trying sooner does not help, and does no harm.',
    ],
  }),
  431: () => ({
    title: 'Headers too large',
    means: 'The address and the headers together are larger than 8 KiB.',
    causes: ['Very many ids in the query.', 'A client or a proxy that adds headers or cookies.'],
    remedies: ['Send fewer ids at once.', 'Leave out headers that nobody reads.'],
  }),
  500: () => ({
    title: 'An error has occurred',
    means: 'The server failed in a way that nobody foresaw. The request is not at fault.',
    causes: ['A defect in the server, or in the machine that it runs on.'],
    remedies: [
      'Look into the log of the server: the entry with this moment says what happened.',
      'Before you send it again, check whether the change was made.',
    ],
  }),
  502: () => ({
    title: 'Mail not sent',
    means: 'The mail server did not take the mail.',
    causes: [
      'The mail server cannot be reached, or refuses this sender or this address.',
      'The settings of the mail server are not right.',
    ],
    remedies: [
      'Look into the log of the server: it has what the mail server said.',
      'Correct the settings or the address and send the request again.',
    ],
  }),
  503: () => ({
    title: 'Unavailable',
    means: 'The database cannot confirm the change right now. Whether it was made is not known.',
    causes: ['The disk is full or slow, or the database is being restarted.', 'Very many requests at once.'],
    remedies: [
      'Wait as many seconds as the `Retry-After` header says, then read whether the change was made before you repeat it.',
    ],
  }),
};
