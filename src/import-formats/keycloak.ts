import { decodeWrittenBase32 } from '../core/base32.ts';
import { type ImportFormat, readRow } from './format.ts';
import { type ImportedKey, importedKey, requireTotp } from './imported-key.ts';
import { type JsonObject, objectsIn, objectWrittenIn, requireText, textIn } from './json.ts';

/**
 * A realm with its users, as `kc.sh export` writes it: in one file, in files of users, or several realms in a list.
 * A key is a credential of type `otp`, whose two parts are JSON within JSON (keycloak/keycloak 35d264eb: in server-spi,
 * OTPCredentialModel and dto.OTPCredentialData). Its secret is used as the text that it is, unless `secretEncoding` says
 * Base32.
 */
export const keycloak: ImportFormat = {
  name: 'Keycloak realm',
  recognizes: ({ json }) =>
    usersIn(json).some(({ username, credentials }) => username !== undefined && Array.isArray(credentials)) ||
    hasRealmAlone(json),
  read({ json }) {
    if (hasRealmAlone(json))
      throw new RangeError('there are no users in it: `kc.sh export` writes them to files of their own');
    return usersIn(json).flatMap((user, index) =>
      objectsIn(user.credentials)
        .filter(({ type }) => type === 'otp')
        .map((credential, nth) =>
          readRow(`user ${index + 1}, key ${nth + 1}`, () => keyOf(user, credential), accountOf(user)),
        ),
    );
  },
};

/** The Admin Console exports a realm like this, and so does `kc.sh export` beside the files of users. */
const hasRealmAlone = (json: unknown): boolean => {
  const realms = objectsIn(json);
  return (
    realms.some((realm) => textIn(realm, 'realm') !== undefined && 'accessTokenLifespan' in realm) &&
    realms.every(({ users }) => users === undefined)
  );
};

const usersIn = (json: unknown): JsonObject[] =>
  objectsIn(json).flatMap(({ users }) => (Array.isArray(users) ? objectsIn(users) : []));

const accountOf = (user: JsonObject): string | undefined => textIn(user, 'email') ?? textIn(user, 'username');

function keyOf(user: JsonObject, credential: JsonObject): ImportedKey {
  if (user.enabled === false) throw new RangeError('the user is disabled');
  const { subType, digits, period, algorithm, secretEncoding } = objectWrittenIn(
    credential,
    'credentialData',
  );
  requireTotp(subType);
  const value = requireText(objectWrittenIn(credential, 'secretData'), 'value', 'the secret');
  return importedKey({
    account: accountOf(user),
    seed: seedIn(value, secretEncoding),
    algorithm,
    digits,
    period,
  });
}

function seedIn(value: string, encoding: unknown): Buffer {
  if (encoding === undefined || encoding === null) return Buffer.from(value, 'utf8');
  if (String(encoding).toUpperCase() === 'BASE32') return decodeWrittenBase32(value);
  throw new RangeError('the encoding of the secret is not known');
}
