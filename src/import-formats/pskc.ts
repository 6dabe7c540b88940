import { openValue, type Protection } from '../pskc/protection.ts';
import { encryptedIn, protectionOf } from '../pskc/protection-of.ts';
import { userIdOf } from '../pskc/user-id.ts';
import { type Element, find, parseXml, textAt } from '../pskc/xml.ts';
import { type ImportFormat, readRow } from './format.ts';
import { type ImportedKey, importedKey, requireTotp } from './imported-key.ts';

const NAMESPACE = /^urn:ietf:params:xml:ns:keyprov:pskc/;

/**
 * Portable Symmetric Key Container (RFC 6030), plain, or protected by a key that both sides have (section 6.1) or by a
 * password (section 6.2). A signature is not checked. privacyIDEA writes all names in lower case, and the hash as an
 * attribute of `Suite` (lib/importotp.py of 3.14).
 */
export const pskc: ImportFormat = {
  name: 'PSKC',
  recognizes: ({ text }) => /<(?:[\w.-]+:)?KeyContainer[\s>]/i.test(text.slice(0, 4096)),
  async read({ text }, opening) {
    const container = find(await parseXml(text), 'keycontainer');
    if (!container || !NAMESPACE.test(container.namespace)) throw new RangeError('it is no PSKC container');
    const packages = container.children.filter(({ name }) => name === 'keypackage');
    const needsOpening = packages.some((one) => find(one, 'key/data/secret/encryptedvalue'));
    const protection = needsOpening ? protectionOf(container, opening) : undefined;
    return packages.map((one, index) => readRow(`key ${index + 1}`, () => keyOf(one, protection)));
  },
};

function keyOf(keyPackage: Element, protection: Protection | undefined): ImportedKey {
  const key = find(keyPackage, 'key');
  requireTotp(key?.attributes.algorithm?.split(/[:#]/).at(-1));
  requireFreeUse(find(key, 'policy'));
  const response = find(key, 'algorithmparameters/responseformat')?.attributes;
  if ((response?.encoding ?? 'DECIMAL').toUpperCase() !== 'DECIMAL') {
    throw new RangeError('its codes are not decimal');
  }
  if (['true', '1'].includes(response?.checkdigits ?? ''))
    throw new RangeError('its codes have a check digit');
  const suite = find(key, 'algorithmparameters/suite');
  return importedKey({
    account:
      userIdOf(textAt(key, 'userid') ?? textAt(keyPackage, 'deviceinfo/userid')) ??
      textAt(keyPackage, 'deviceinfo/serialno') ??
      key?.attributes.id,
    seed: seedOf(find(key, 'data/secret'), protection),
    algorithm: suite?.attributes.hashalgo ?? (suite?.text.trim() || undefined),
    digits: response?.length,
    period: textAt(key, 'data/timeinterval/plainvalue'),
  });
}

function seedOf(secret: Element | undefined, protection: Protection | undefined): Buffer {
  const plain = textAt(secret, 'plainvalue');
  if (plain !== undefined) return Buffer.from(plain, 'base64');
  const value = find(secret, 'encryptedvalue');
  if (!value || !protection) throw new RangeError('the secret is missing');
  const mac = textAt(secret, 'valuemac');
  return openValue(
    protection,
    encryptedIn(value, protection.key),
    mac ? Buffer.from(mac, 'base64') : undefined,
  );
}

/** What the policy of a key says must be kept to (RFC 6030 section 5). Dates of hardware tokens are not. */
function requireFreeUse(policy: Element | undefined): void {
  for (const { name, text } of policy?.children ?? []) {
    const isFree =
      ['startdate', 'expirydate'].includes(name) || (name === 'keyusage' && text.trim() === 'OTP');
    if (!isFree) throw new RangeError('its policy asks for what cannot be kept to');
  }
}
