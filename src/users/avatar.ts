import { notFound } from '../core/app-error.ts';

const SIZE = 156;
const shown = /^[\p{L}\p{N}]{1,2}$/u;
const first = (text: string): string => [...text][0] ?? '';

/**
 * Link to a picture of a user's initials. It is made from the link alone, so it tells nothing of any user
 * to whoever guesses links.
 */
export function avatarUrl(
  origin: string,
  { first_name, last_name }: { first_name: string; last_name: string },
  sized: boolean,
): string {
  const initials = [first_name, last_name]
    // Some letters become two in upper case.
    .map((name) => first(first(name.trim()).toUpperCase()))
    .filter((letter) => shown.test(letter))
    .join('');
  return `${origin}/avatars/${encodeURIComponent(initials || '-')}.svg${sized ? `?s=${SIZE}` : ''}`;
}

/** @throws AppError `not_found` for anything but one or two letters or digits, or the dash. */
export function drawAvatar(initials: string): string {
  if (initials !== '-' && !shown.test(initials)) throw notFound();
  const letters = initials === '-' ? '' : initials;
  const hue = [...letters].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0) * 37, 210) % 360;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="${SIZE}" height="${SIZE}" role="img"><rect width="100" height="100" fill="hsl(${hue} 45% 38%)"/><text x="50" y="50" dy=".36em" text-anchor="middle" font-family="sans-serif" font-size="42" fill="#fff">${letters}</text></svg>`;
}
