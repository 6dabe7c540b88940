/**
 * What counts as one address: an IPv4 address itself, but of an IPv6 address the first 64 bits, because
 * whoever has one has all 2^64 of them.
 *
 * @param given As a socket gives it, or a proxy: some add the port, which is another for every connection. An IPv4
 * address may be written as an IPv6 one (RFC 4291 section 2.5.5.2).
 */
export function networkOf(given: string): string {
  const [, address = given] = /^\[(.*)\](?::\d+)?$/.exec(given) ?? /^([\d.]+):\d+$/.exec(given) ?? [];
  const ipv4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (ipv4 !== undefined) return ipv4;
  if (!address.includes(':')) return address;
  const [before = '', after] = address.replace(/%.*/, '').split('::');
  const groups = before.split(':').filter(Boolean);
  if (after !== undefined) {
    const last = after.split(':').filter(Boolean);
    groups.push(...Array<string>(Math.max(0, 8 - groups.length - last.length)).fill('0'), ...last);
  }
  const prefix = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${prefix.join(':')}::/64`;
}
