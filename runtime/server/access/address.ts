import type { IncomingMessage } from 'node:http';
import { isIP, isIPv6 } from 'node:net';
import proxyaddr from 'proxy-addr';
import { network } from '../frames/network.ts';

/** Where a request comes from, as an address without prefix or port. */
export type AddressOf = (req: IncomingMessage) => string;

/** Whom X-Forwarded-For may be believed; express takes it as `trust proxy`. */
export type Trust = (address: string, distance: number) => boolean;

/** Trusts these peers: addresses and networks. */
export const trustOf = (proxies: readonly string[]): Trust => proxyaddr.compile([...proxies]);

/** Believes X-Forwarded-For as far as it was written by trusted peers. What is no address there counts for the peer that wrote it. */
export function addresses(trust: Trust): AddressOf {
  return (req) => {
    const chain = (isForwarded(req) ? proxyaddr.all(req, trust) : [req.socket.remoteAddress]).map(plain);
    return chain.findLast((address) => isIP(address) !== 0) ?? 'unknown';
  };
}

const isForwarded = ({ headers }: IncomingMessage) => headers['x-forwarded-for'] !== undefined;

const plain = (address: string | undefined): string => {
  const text = (address ?? '').replace(/^::ffff:(?=\d+\.)/i, '');
  return /^\[(.+)\](?::\d+)?$/.exec(text)?.[1] ?? text.replace(/^([\d.]+):\d+$/, '$1');
};

/** The name under which an address is counted. One household or machine has a whole /64 of IPv6. */
export const addressKey = (address: string): string =>
  isIPv6(address) ? `address:${network(address)}/64` : `address:${address}`;
