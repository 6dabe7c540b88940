const MAX_LENGTH = 1_000;

/**
 * Where to go after signing in: a path on this server, or the start page for anything else. Browsers read `\` as
 * `/`, drop tabs and line breaks, and take what starts with two slashes for another host (WHATWG URL section 4.4).
 */
export function returnPath(given: unknown): string {
  if (typeof given !== 'string' || given.length > MAX_LENGTH) return '/';
  if (!/^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/.test(given)) return '/';
  const { origin, pathname } = new URL(given, 'http://here');
  // Dots may leave two slashes at the start.
  return origin === 'http://here' && !pathname.startsWith('//') ? given : '/';
}
