import { isIPv4 } from 'node:net';

/** The network that an address counts for: its first 24 bits as IPv4, its first 64 as IPv6. */
export function network(address: string): string {
  const plain = address.replace(/^::ffff:/i, '');
  if (isIPv4(plain)) return plain.slice(0, plain.lastIndexOf('.'));
  const [head = '', tail] = plain.split('::');
  const [first, last] = [head, tail ?? ''].map((part) => (part ? part.split(':') : []));
  const known = [...(first ?? []), ...(last ?? [])].length;
  const zeros = tail === undefined ? [] : Array(8 - known).fill('0');
  return [...(first ?? []), ...zeros, ...(last ?? [])].slice(0, 4).join(':');
}
