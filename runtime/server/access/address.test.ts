import type { IncomingMessage } from 'node:http';
import { addresses, addressKey, trustOf } from './address.ts';

const request = (peer: string, forwarded?: string) =>
  ({
    headers: { 'x-forwarded-for': forwarded },
    socket: { remoteAddress: peer },
  }) as unknown as IncomingMessage;

describe('the address of a caller', () => {
  const addressOf = addresses(trustOf(['10.0.0.0/8', 'fd00::/8']));

  it.each([
    ['the peer', '192.0.2.7', undefined, '192.0.2.7'],
    ['the peer whatever it claims, when it is not trusted', '192.0.2.7', '203.0.113.1', '192.0.2.7'],
    ['what a trusted peer says', '10.1.2.3', '203.0.113.1', '203.0.113.1'],
    ['what a trusted peer says over IPv6', '::ffff:10.1.2.3', '2001:db8::1', '2001:db8::1'],
    ['the last that was not trusted', '10.1.2.3', '1.1.1.1, 203.0.113.1, 10.9.9.9', '203.0.113.1'],
    ['the trusted peer itself when it forwards nobody', 'fd00::1', undefined, 'fd00::1'],
    ['an address with a port', '10.1.2.3', '203.0.113.1:4711', '203.0.113.1'],
    ['an address with brackets and a port', '10.1.2.3', '[2001:db8::1]:4711', '2001:db8::1'],
    ['the peer when what it says is no address', '10.1.2.3', 'unknown', '10.1.2.3'],
    ['the peer when what it says is no address either', '10.1.2.3', '203.0.113.1, <script>', '10.1.2.3'],
  ])('is %s', (_, peer, forwarded, address) => {
    expect(addressOf(request(peer, forwarded))).toBe(address);
  });

  it('is the peer when nobody is trusted', () => {
    expect(addresses(trustOf([]))(request('10.1.2.3', '203.0.113.1'))).toBe('10.1.2.3');
  });
});

it.each([
  ['192.0.2.7', 'address:192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', 'address:2001:db8:1:2/64'],
])('%s is counted as %s', (address, key) => {
  expect(addressKey(address)).toBe(key);
});
