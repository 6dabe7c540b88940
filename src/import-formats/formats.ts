import { authelia } from './authelia.ts';
import { betterAuth } from './better-auth.ts';
import { djangoOtp } from './django-otp.ts';
import type { ImportFormat, SourceFile } from './format.ts';
import { parseJson } from './json.ts';
import { keycloak } from './keycloak.ts';
import { migration } from './migration.ts';
import { oathCsv } from './oath-csv.ts';
import { otpauthText } from './otpauth-text.ts';
import { privacyidea } from './privacyidea.ts';
import { pskc } from './pskc.ts';
import { vault } from './vault.ts';

/** A format is added here, and in a file of its own. */
const formats: readonly ImportFormat[] = [
  otpauthText,
  migration,
  pskc,
  keycloak,
  privacyidea,
  authelia,
  djangoOtp,
  betterAuth,
  vault,
  oathCsv,
];

/** Which format a file seems to have. undefined: none of those known. */
export const formatOf = (file: SourceFile): ImportFormat | undefined =>
  formats.find((format) => format.recognizes(file));

export const formatNames = formats.map(({ name }) => name).join(', ');

export const sourceFile = (text: string): SourceFile => ({
  text,
  json: /^\s*[[{]/.test(text) ? parseJson(text) : undefined,
});
