/** What every command can be asked: to answer a program instead of a person. */
export interface Options {
  json?: boolean;
}

/** `1 key`, `2 keys`. */
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** Answers on standard output. */
export function print(answer: object, words: string, { json }: Options): void {
  process.stdout.write(`${json ? JSON.stringify(answer) : words}\n`);
}
