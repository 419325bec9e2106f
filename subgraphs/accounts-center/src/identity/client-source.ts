import { isIPv6 } from 'node:net';

const MAPPED_IPV4 = /^::ffff:(?<ipv4>\d+\.\d+\.\d+\.\d+)$/i;
const GROUPS = 8;
const NETWORK_GROUPS = 4;

/**
 * What of a client's address counts as one source of requests: an IPv4 address, and of an IPv6 address the first 64 bits, as
 * one household has all that begin with them. Clients without an address are one source.
 */
export function sourceOf(clientAddress: string | undefined): string {
  if (clientAddress === undefined) return 'unknown';
  const [address = ''] = clientAddress.split('%');
  const ipv4 = MAPPED_IPV4.exec(address)?.groups?.ipv4;
  if (ipv4 !== undefined || !isIPv6(address)) return ipv4 ?? address;
  const [head = '', tail] = address.split('::').map((half) => half.split(':').filter((group) => group !== ''));
  const [before, after] = [head, tail ?? []] as [string[], string[]];
  const zeros = Array.from({ length: Math.max(0, GROUPS - before.length - after.length) }, () => '0');
  const groups = [...before, ...zeros, ...after].slice(0, NETWORK_GROUPS);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
