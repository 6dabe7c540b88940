import { renderSVG } from 'uqr';
import { encodeBase32 } from '../core/base32.ts';
import type { OtpParameters } from '../core/otp.ts';
import { formatOtpauthUri } from '../core/otpauth.ts';

/** How long a fresh seed waits for its first code. */
export const ENROLLMENT_MS = 10 * 60_000;

/** A fresh seed as an authenticator takes it: the one time that it leaves the server. */
export interface ShownSeed {
  secret: string;
  otpauthUrl: string;
  qrCode: string;
  parameters: OtpParameters;
  expiresAtMs: number;
}

/** Shows a seed, and wipes it. */
export function showSeed(
  seed: Buffer,
  label: { issuer: string; account: string },
  parameters: OtpParameters,
  expiresAtMs: number,
): ShownSeed {
  const otpauthUrl = formatOtpauthUri({ ...label, seed, parameters });
  const secret = encodeBase32(seed);
  seed.fill(0);
  return { secret, otpauthUrl, qrCode: drawQrCode(otpauthUrl), parameters, expiresAtMs };
}

const drawQrCode = (content: string): string =>
  `data:image/svg+xml;base64,${Buffer.from(renderSVG(content, { border: 4 })).toString('base64')}`;
