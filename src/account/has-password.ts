import type { Reader } from '../store/database.ts';
import { type PasswordRow, selectPassword } from './queries.ts';

/** Whether somebody signs in with a password here. */
export async function hasPassword(reader: Reader, userId: number): Promise<boolean> {
  return typeof (await reader.get<PasswordRow>(selectPassword(userId)))?.password_hash === 'string';
}
