import { parseRecoveryCode, RECOVERY_CODE_COUNT } from '../core/recovery-codes.ts';

/** What names the codes in a file. */
interface Heading {
  title: string;
  lines: string[];
}

/**
 * The text of a file with recovery codes, with a line end that every editor knows.
 *
 * @returns undefined unless all of it are recovery codes.
 */
export function recoveryCodesFile({ title, lines }: Heading, codes: unknown): string | undefined {
  if (!Array.isArray(codes) || codes.length > RECOVERY_CODE_COUNT) return undefined;
  if (!codes.every((code) => parseRecoveryCode(code) !== undefined)) return undefined;
  const plain = [title, ...lines].map((line) => line.replace(/\p{Cc}/gu, ' '));
  return [...plain, '', ...codes, ''].join('\r\n');
}
