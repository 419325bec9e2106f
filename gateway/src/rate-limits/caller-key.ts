import { isIPv6 } from 'node:net';
import type { Caller } from '../caller.ts';

const GROUPS = 8;
const NETWORK_GROUPS = 4;
const IPV4_AT_END = /^(?<before>.*:)(?<ipv4>\d+\.\d+\.\d+\.\d+)$/;

/** Who asks, as a text: an account wherever it is, else whoever shares an address. */
export function callerKey({
  viewer,
  claims,
  clientAddress,
}: Pick<Caller, 'viewer' | 'claims' | 'clientAddress'>): string {
  if (viewer) return `account:${viewer.accountId}`;
  // Subjects are unique for their issuer only; with its length, no two of both have the same text.
  if (typeof claims?.['sub'] === 'string') return subjectKey(String(claims['iss']), claims['sub']);
  return `address:${networkOf(clientAddress)}`;
}

function subjectKey(issuer: string, subject: string): string {
  return `subject:${issuer.length}:${issuer}${subject}`;
}

/**
 * What of an address counts as one client: an IPv4 address, and of an IPv6 address the first 64 bits, as one household has all
 * that begin with them.
 */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const [bare = ''] = address.split('%');
  if (!isIPv6(bare)) return address;
  const groups = groupsOf(bare);
  const [sixth = 0, high = 0, low = 0] = groups.slice(GROUPS - 3);
  const isMapped = groups.slice(0, GROUPS - 3).every((group) => group === 0) && sixth === 0xff_ff;
  if (isMapped) return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
  return `${groups
    .slice(0, NETWORK_GROUPS)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

function groupsOf(address: string): number[] {
  const { before, ipv4 } = IPV4_AT_END.exec(address)?.groups ?? {};
  const text = ipv4 === undefined ? address : `${before}${ipv4InGroups(ipv4)}`;
  const [head = [], tail = []] = text.split('::').map((half) => half.split(':').filter((group) => group !== ''));
  const zeros = Array.from({ length: GROUPS - head.length - tail.length }, () => '0');
  return [...head, ...zeros, ...tail].map((group) => Number.parseInt(group, 16));
}

function ipv4InGroups(ipv4: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = ipv4.split('.').map(Number);
  return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}
