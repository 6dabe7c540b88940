/**
 * Whom a key belongs to. The user is written as a distinguished name (RFC 6030 section 4.2, RFC 4514): what is an
 * e-mail address in it is taken, or the one value there is, or the name as it stands.
 */
export function userIdOf(name: string | undefined): string | undefined {
  const parts = name?.match(/(?:\\.|[^,+\\])+/g) ?? [];
  const values = parts.map((part) =>
    part
      .replace(/^[^=]*=/, '')
      .trim()
      .replace(/\\(.)/g, '$1'),
  );
  const address = values.find((value) => /^[^@]+@[^@]+$/.test(value));
  return address ?? (values.length === 1 ? values[0] : name);
}

/** `UID=ada@example.com` */
export const distinguishedName = (account: string): string =>
  `UID=${account.replace(/[,+"\\<>;=]|^[# ]| $/g, '\\$&')}`;
