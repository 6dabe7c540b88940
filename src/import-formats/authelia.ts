import { decodeWrittenBase32 } from '../core/base32.ts';
import { type ImportFormat, readRow } from './format.ts';
import { type ImportedKey, importedKey } from './imported-key.ts';
import { type JsonObject, objectsIn, requireText } from './json.ts';
import { parseYaml } from './yaml.ts';

/**
 * What `authelia storage user totp export` writes as YAML (authelia/authelia 05fc595e:
 * internal/model/totp_configuration.go). A secret is Base64 of its Base32. The subcommands `csv` and `uri` write what is
 * read as OATH CSV and as otpauth URIs.
 */
export const authelia: ImportFormat = {
  name: 'Authelia YAML',
  recognizes: ({ text }) => /^totp_configurations:/m.test(text),
  async read({ text }) {
    const configurations = objectsIn(await parseYaml(text)).flatMap((file) =>
      objectsIn(file.totp_configurations),
    );
    return configurations.map((one, index) => readRow(`key ${index + 1}`, () => keyOf(one), one.username));
  },
};

function keyOf({ username, algorithm, digits, period, ...rest }: JsonObject): ImportedKey {
  const secret = Buffer.from(requireText(rest, 'secret', 'the secret'), 'base64').toString('latin1');
  return importedKey({ account: username, seed: decodeWrittenBase32(secret), algorithm, digits, period });
}
