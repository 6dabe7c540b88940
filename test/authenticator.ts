import { createHmac } from 'node:crypto';

/** What an authenticator app shows at a time (RFC 6238), worked out from the text a person would type in. */
export function codeAt(
  base32Secret: string,
  nowMs: number,
  { algorithm = 'SHA1', digits = 6, periodSeconds = 30 } = {},
): string {
  const bits = [...base32Secret.replace(/=+$/, '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const seed = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(nowMs / 1_000 / periodSeconds)));
  const mac = createHmac(algorithm, seed).update(counter).digest();
  const number = mac.readUInt32BE((mac.at(-1) as number) & 15) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/** A code that is none of those around a time. */
export function wrongCodeAt(base32Secret: string, nowMs: number): string {
  const near = new Set([-2, -1, 0, 1, 2].map((steps) => codeAt(base32Secret, nowMs + steps * 30_000)));
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find(
    (code) => !near.has(code),
  ) as string;
}
