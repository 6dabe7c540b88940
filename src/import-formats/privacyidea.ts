import { decodeWrittenBase32 } from '../core/base32.ts';
import { cellsOf } from './csv.ts';
import { openFernet } from './fernet.ts';
import {
  type ImportedRow,
  type ImportFormat,
  linesOf,
  type Opening,
  readRow,
  type SourceFile,
} from './format.ts';
import { type ImportedKey, importedKey, requireTotp } from './imported-key.ts';
import { type JsonObject, objectAt, objectsIn, parseJson, requireText, textIn } from './json.ts';
import { parseYaml } from './yaml.ts';

const CSV_LINE = /^[^,]+, *[^,]+, *[0-9A-Za-z=]*, *([a-z]\w*), *\d+(?:, *\w+)?\s*$/;
const SEALED = /^\s*gAAAAA[\w-]+=*\s*$/;

/**
 * What `pi-tokenjanitor find export` writes in the formats `pi`, `yaml` and `csv` (privacyidea 3.14:
 * cli/pitokenjanitor/utils/findtokens.py, TokenClass._to_dict, and User.user_export_dict); its PSKC is read as PSKC. An
 * owner is `login@realm`, or the login where that is an e-mail address. CSV says neither the algorithm, which is taken for
 * SHA1, nor whether a token is active.
 */
export const privacyidea: ImportFormat = {
  name: 'privacyIDEA tokens',
  recognizes: ({ text }) => SEALED.test(text) || isCsv(text) || isYaml(text),
  async read(file, opening) {
    if (isCsv(file.text)) {
      return linesOf(file.text).map(({ at, line }) => {
        // Where a cell is missing, the secret stands where the owner does, whom reports name.
        if (!CSV_LINE.test(line)) return { at, key: { fault: 'it is not as privacyIDEA writes a token' } };
        return rowOf(at, tokenIn(cellsOf(line)));
      });
    }
    const tokens = objectsIn(await tokensIn(file, opening));
    return tokens.map((token, index) => rowOf(`token ${index + 1}`, token));
  },
};

const isCsv = (text: string): boolean => {
  const [, type] = CSV_LINE.exec(linesOf(text)[0]?.line ?? '') ?? [];
  return type === 'totp' || type === 'hotp';
};

const isYaml = (text: string): boolean =>
  text.startsWith('- ') && /^ {2}otpkey: /m.test(text) && /^ {2}otplen: /m.test(text);

async function tokensIn({ text }: SourceFile, { key }: Opening): Promise<unknown> {
  if (!SEALED.test(text)) return parseYaml(text);
  if (!key) throw new RangeError('it is protected by a key: say --key-file');
  return parseJson(openFernet(text, key.reveal()).toString('utf8'));
}

const tokenIn = ([owner, serial, otpkey, type, otplen, timeStep]: readonly string[]): JsonObject => ({
  owner,
  serial,
  otpkey,
  type,
  otplen,
  info_list: { timeStep: timeStep === 'None' ? undefined : timeStep },
});

const rowOf = (at: string, token: JsonObject): ImportedRow =>
  readRow(at, () => keyOf(token), accountOf(token));

/** Whoever owns it; the serial number where nobody does, for a table of accounts. */
function accountOf(token: JsonObject): string | undefined {
  const { login, realm } = objectAt(token, 'user');
  const owner = login === undefined ? token.owner : `${login}@${realm}`;
  if (typeof owner !== 'string' || owner === 'n/a') return textIn(token, 'serial');
  return /^([^@]+@[^@]+)@[^@]+$/.exec(owner)?.[1] ?? owner;
}

function keyOf(token: JsonObject): ImportedKey {
  requireTotp(token.type);
  if (isSet(token.revoked) || isSet(token.locked) || !isSet(token.active ?? true)) {
    throw new RangeError('the token is disabled');
  }
  if (!['enrolled', 'null', ''].includes(String(token.rollout_state ?? ''))) {
    throw new RangeError('its enrolment is not complete');
  }
  const { hashlib, timeStep } = objectAt(token, 'info_list');
  return importedKey({
    account: accountOf(token),
    seed: seedIn(requireText(token, 'otpkey', 'the secret')),
    algorithm: hashlib,
    digits: token.otplen,
    period: timeStep,
  });
}

const isSet = (value: unknown): boolean => String(value).toLowerCase() === 'true';

/** Hexadecimal in small letters, or Base32 in capitals. */
const seedIn = (text: string): Buffer =>
  /^(?:[0-9a-f]{2})+$/.test(text) ? Buffer.from(text, 'hex') : decodeWrittenBase32(text);
