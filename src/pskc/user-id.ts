/**
 * Whom a key belongs to. The user is written as a distinguished name (RFC 6030 section 4.2, RFC 4514): what is an
 * e-mail address in it is taken, and everything where there is none.
 */
export function userIdOf(name: string | undefined): string | undefined {
  const values = name?.match(/(?:\\.|[^,+\\])+/g)?.map((part) => part.replace(/^[^=]*=/, '')) ?? [];
  const address = values.map(unescaped).find((value) => /^[^@]+@[^@]+$/.test(value));
  return address ?? name;
}

/** `UID=ada@example.com` */
export const distinguishedName = (account: string): string =>
  `UID=${account.replace(/[,+"\\<>;=]|^[# ]| $/g, '\\$&')}`;

const unescaped = (value: string): string => value.trim().replace(/\\(.)/g, '$1');
