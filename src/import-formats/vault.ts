import { parseOtpauthUri } from '../core/otpauth.ts';
import { type ImportFormat, readRow } from './format.ts';
import { type JsonObject, objectAt, objectsIn, textIn } from './json.ts';

/**
 * What Vault or OpenBao answered when its TOTP engine made a key (`-format=json`; developer.hashicorp.com,
 * api-docs/secret/totp): the key URI is in `data.url`. That is the only time that a key leaves it: what `vault read` says
 * later has everything else.
 */
export const vault: ImportFormat = {
  name: 'Vault TOTP keys',
  recognizes: ({ json }) =>
    objectsIn(json).some((answer) => {
      const { url, account_name } = objectAt(answer, 'data');
      return account_name !== undefined || String(url).startsWith('otpauth://');
    }),
  read: ({ json }) =>
    objectsIn(json).map((answer, index) => {
      const data = objectAt(answer, 'data');
      return readRow(`key ${index + 1}`, () => parseOtpauthUri(uriIn(data)), textIn(data, 'account_name'));
    }),
};

function uriIn(data: JsonObject): string {
  const uri = textIn(data, 'url');
  if (uri === undefined)
    throw new RangeError('the secret is not in it: Vault gives it only when it makes the key');
  return uri;
}
