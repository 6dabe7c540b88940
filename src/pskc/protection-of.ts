import type { Opening } from '../import-formats/format.ts';
import { decrypt, deriveKey, type MacAlgorithm, type Protection } from './protection.ts';
import { type Element, find, textAt } from './xml.ts';

/**
 * How the secrets of a container are protected, with the password or the key that opens them.
 *
 * @throws RangeError when what opens it is missing or does not, or it is protected otherwise
 */
export function protectionOf(container: Element, { password, key }: Opening): Protection {
  const encryptionKey = find(container, 'encryptionkey');
  const derived = find(encryptionKey, 'derivedkey/keyderivationmethod');
  if (derived) {
    if (!password) throw new RangeError('it is protected by a password: say --password-file');
    return withMacKey(container, keyDerived(derived, password.reveal()));
  }
  // A key that both sides have may have a name.
  if (encryptionKey?.children.some(({ name }) => name !== 'keyname')) {
    throw new RangeError('it is protected by something else than a password or a key that both sides have');
  }
  if (!key) throw new RangeError('it is protected by a key: say --key-file');
  return withMacKey(container, preSharedKey(key.reveal()));
}

function keyDerived(method: Element, password: string): Buffer {
  const parameters = find(method, 'pbkdf2-params');
  const salt = textAt(parameters, 'salt/specified');
  if (!method.attributes.algorithm?.endsWith('#pbkdf2') || !parameters || !salt) {
    throw new RangeError('the key is not derived from the password by PBKDF2');
  }
  return deriveKey(password, {
    salt: Buffer.from(salt, 'base64'),
    iterations: Number(textAt(parameters, 'iterationcount')),
    keyLength: Number(textAt(parameters, 'keylength') ?? 16),
    // As an attribute by RFC 8018; python-pskc writes it as text.
    prf: hashOf(find(parameters, 'prf')?.attributes.algorithm ?? textAt(parameters, 'prf') ?? '#hmac-sha1'),
  });
}

/**
 * @param text 128, 192 or 256 bits, in hexadecimal or Base64.
 * @throws RangeError when it is none
 */
export function preSharedKey(text: string): Buffer {
  const compact = text.replace(/\s/g, '');
  const key = Buffer.from(compact, /^(?:[0-9a-f]{2})+$/i.test(compact) ? 'hex' : 'base64');
  if (![16, 24, 32].includes(key.length)) {
    throw new RangeError('the key must be 128, 192 or 256 bits, in hexadecimal or Base64');
  }
  return key;
}

/** The key of the MACs is encrypted itself; without one it is the same as that of the encryption. */
function withMacKey(container: Element, key: Buffer): Protection {
  const method = find(container, 'macmethod');
  const algorithm = hashOf(method?.attributes.algorithm ?? '#hmac-sha1');
  const macKey = find(method, 'mackey');
  if (!macKey) return { key, mac: { algorithm, key } };
  try {
    return { key, mac: { algorithm, key: decrypt(key, encryptedIn(macKey, key)) } };
  } catch (error) {
    throw error instanceof RangeError && error.message === 'it does not decrypt'
      ? new RangeError('the password or key does not open it')
      : error;
  }
}

/** The bytes of an encrypted value, made with a key of this length. */
export function encryptedIn(value: Element, key: Buffer): Buffer {
  const algorithm = find(value, 'encryptionmethod')?.attributes.algorithm ?? '';
  const [, bits] = /#aes(128|192|256)-cbc$/.exec(algorithm) ?? [];
  if (!bits) throw new RangeError('its encryption is not supported: it must be AES in CBC mode');
  if (Number(bits) !== key.length * 8) throw new RangeError(`the key must have ${bits} bits`);
  return Buffer.from(textAt(value, 'cipherdata/ciphervalue') ?? '', 'base64');
}

function hashOf(algorithm: string): MacAlgorithm {
  const [, hash] = /#hmac-(sha(?:1|256|384|512))$/i.exec(algorithm) ?? [];
  if (!hash) throw new RangeError('its MAC is not supported: it must be HMAC of SHA-1 or SHA-2');
  return hash.toLowerCase() as MacAlgorithm;
}
