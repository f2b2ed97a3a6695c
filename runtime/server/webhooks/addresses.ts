import ipaddr from 'ipaddr.js';

/** Addresses that webhooks may reach although they are not public. */
export type Allowed = readonly ReturnType<typeof ipaddr.parseCIDR>[];

// What the library counts as ordinary and is not: benchmarks (RFC 2544), AS112, and IPv6 outside of 2000::/3 or kept for examples.
const benchmarks = ipaddr.parseCIDR('198.18.0.0/15');
const globalUnicast = ipaddr.parseCIDR('2000::/3');
const examples = ipaddr.parseCIDR('3fff::/20');

/**
 * Whether a webhook may be sent to an address: a public one, or one in an allowed range. An IPv4 address that is mapped into IPv6
 * is judged as what it is; every other address that holds one inside (NAT64, 6to4, Teredo) is not public.
 */
export function mayReach(address: string, allowed: Allowed): boolean {
  if (!ipaddr.isValid(address)) return false;
  const judged = ipaddr.process(address);
  if (allowed.some((range) => within(judged, range))) return true;
  if (judged.range() !== 'unicast') return false;
  return judged.kind() === 'ipv4'
    ? !within(judged, benchmarks)
    : within(judged, globalUnicast) && !within(judged, examples);
}

/** The ranges of a comma-separated list. Throws when one is not a range such as `10.0.0.0/8`. */
export const ranges = (list: string): Allowed =>
  list
    .split(',')
    .map((range) => range.trim())
    .filter((range) => range !== '')
    .map((range) => ipaddr.parseCIDR(range));

function within(address: ipaddr.IPv4 | ipaddr.IPv6, range: Allowed[number]): boolean {
  return address.kind() === range[0].kind() && address.match(range);
}
