import type { NetworkInterfaceInfo } from 'node:os';

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/**
 * The address by which everybody on each network of this machine is reached (RFC 919): one for each IPv4 network that has room for
 * more than two. Networks of pods are often one address wide and have none.
 */
export function broadcastAddresses(interfaces: Interfaces): string[] {
  const networks = Object.values(interfaces).flatMap((addresses) => addresses ?? []);
  const wide = networks.filter(
    ({ family, internal, netmask }) => family === 'IPv4' && !internal && hasBroadcast(netmask),
  );
  return [...new Set(wide.map(({ address, netmask }) => text(number(address) | ~number(netmask))))];
}

const number = (address: string) => address.split('.').reduce((sum, part) => (sum << 8) | Number(part), 0);

const text = (address: number) => [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join('.');

/** A mask of 31 or 32 bits leaves no address for everybody (RFC 3021). */
const hasBroadcast = (netmask: string) => ~number(netmask) >>> 0 > 1;
