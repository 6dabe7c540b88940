import { randomBytes } from 'node:crypto';
import type { ExportedKey } from '../two-factor/export-keys.ts';
import { deriveKey, encrypt, macOf, type Protection } from './protection.ts';
import { distinguishedName } from './user-id.ts';

/** What the keys of a container are protected with. */
export type ProtectedWith = { password: string } | { key: Buffer };

/** A container in the making. */
export interface Container {
  head: string;
  key(key: ExportedKey): string;
  foot: string;
}

const PSKC = 'urn:ietf:params:xml:ns:keyprov:pskc';
const XMLENC = 'http://www.w3.org/2001/04/xmlenc';
const PKCS5 = 'http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0';
const IV_BYTES = 16;

/** With HMAC-SHA1 as every reader knows it: what OWASP asked for in 2023. */
const ITERATIONS = 1_300_000;
const SALT_BYTES = 16;

/**
 * Writes a Portable Symmetric Key Container whose secrets are protected by a password (RFC 6030 section 6.2) or by a key
 * that both sides have (section 6.1), with the algorithms that every reader must have: AES in CBC mode and HMAC-SHA1.
 *
 * @param key 16, 24 or 32 bytes.
 */
export function newContainer(protectedWith: ProtectedWith, issuer: string): Container {
  const salt = randomBytes(SALT_BYTES);
  const derivation = { salt, iterations: ITERATIONS, keyLength: 16, prf: 'sha1' } as const;
  const key = 'key' in protectedWith ? protectedWith.key : deriveKey(protectedWith.password, derivation);
  const protection: Protection = { key, mac: { algorithm: 'sha1', key: randomBytes(20) } };
  const keyOfKeys =
    'key' in protectedWith ? '<ds:KeyName>Pre-shared-key</ds:KeyName>' : derivedKey(salt.toString('base64'));
  const macKey = encrypt(key, protection.mac.key, randomBytes(IV_BYTES));
  return {
    head: `<?xml version="1.0" encoding="UTF-8"?>
<pskc:KeyContainer Version="1.0" xmlns:pskc="${PSKC}" xmlns:xenc="${XMLENC}#"
  xmlns:xenc11="http://www.w3.org/2009/xmlenc11#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:pkcs5="${PKCS5}#">
<pskc:EncryptionKey>${keyOfKeys}</pskc:EncryptionKey>
<pskc:MACMethod Algorithm="http://www.w3.org/2000/09/xmldsig#hmac-sha1"><pskc:MACKey>${encryptedData(key, macKey)}</pskc:MACKey></pskc:MACMethod>
`,
    key: (exported) => keyPackage(exported, protection, issuer),
    foot: '</pskc:KeyContainer>\n',
  };
}

const derivedKey = (salt: string): string =>
  `<xenc11:DerivedKey><xenc11:KeyDerivationMethod Algorithm="${PKCS5}#pbkdf2"><pkcs5:PBKDF2-params>` +
  `<Salt><Specified>${salt}</Specified></Salt><IterationCount>${ITERATIONS}</IterationCount><KeyLength>16</KeyLength><PRF/>` +
  '</pkcs5:PBKDF2-params></xenc11:KeyDerivationMethod></xenc11:DerivedKey>';

const encryptedData = (key: Buffer, encrypted: Buffer): string =>
  `<xenc:EncryptionMethod Algorithm="${XMLENC}#aes${key.length * 8}-cbc"/>` +
  `<xenc:CipherData><xenc:CipherValue>${encrypted.toString('base64')}</xenc:CipherValue></xenc:CipherData>`;

function keyPackage(exported: ExportedKey, protection: Protection, issuer: string): string {
  const { userId, account, seed, parameters } = exported;
  const encrypted = encrypt(protection.key, seed, randomBytes(IV_BYTES));
  const id = `user-${userId}`;
  return `<pskc:KeyPackage>
<pskc:DeviceInfo><pskc:SerialNo>${id}</pskc:SerialNo></pskc:DeviceInfo>
<pskc:Key Id="${id}" Algorithm="${PSKC}:totp">
<pskc:Issuer>${escaped(issuer)}</pskc:Issuer>
<pskc:AlgorithmParameters><pskc:Suite>HMAC-${parameters.algorithm}</pskc:Suite><pskc:ResponseFormat Length="${parameters.digits}" Encoding="DECIMAL"/></pskc:AlgorithmParameters>
<pskc:Data>
<pskc:Secret><pskc:EncryptedValue>${encryptedData(protection.key, encrypted)}</pskc:EncryptedValue><pskc:ValueMAC>${macOf(protection, encrypted).toString('base64')}</pskc:ValueMAC></pskc:Secret>
<pskc:TimeInterval><pskc:PlainValue>${parameters.periodSeconds}</pskc:PlainValue></pskc:TimeInterval>
</pskc:Data>
<pskc:UserId>${escaped(distinguishedName(account))}</pskc:UserId>
</pskc:Key>
</pskc:KeyPackage>
`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What XML cannot have goes. */
const escaped = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, '')
    .replace(/[&<>"]/g, (character) => entities[character] ?? '');
