import fc from 'fast-check';
import { mayReach, ranges } from './addresses.ts';
import { urlFault } from './endpoint.ts';

describe('the addresses that webhooks may reach', () => {
  it.each([
    ['this network', '0.1.2.3'],
    ['private', '10.1.2.3'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['loopback', '127.0.0.1'],
    ['link-local, where clouds keep credentials', '169.254.169.254'],
    ['private', '172.31.255.255'],
    ['protocol assignments', '192.0.0.8'],
    ['examples', '192.0.2.1'],
    ['private', '192.168.0.1'],
    ['benchmarks', '198.19.255.255'],
    ['examples', '198.51.100.1'],
    ['examples', '203.0.113.1'],
    ['multicast', '224.0.0.1'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['unspecified', '::'],
    ['loopback', '::1'],
    ['IPv4-compatible loopback', '::7f00:1'],
    ['mapped loopback', '::ffff:127.0.0.1'],
    ['mapped private', '::ffff:a00:1'],
    ['NAT64 of loopback', '64:ff9b::7f00:1'],
    ['local NAT64', '64:ff9b:1::a00:1'],
    ['discard', '100::1'],
    ['Teredo', '2001::1'],
    ['examples', '2001:db8::1'],
    ['examples', '3fff::1'],
    ['6to4 of loopback', '2002:7f00:1::'],
    ['unique local', 'fd00::1'],
    ['link-local', 'fe80::1'],
    ['site-local', 'fec0::1'],
    ['multicast', 'ff02::1'],
    ['not an address', 'localhost'],
  ])('leave out %s: %s', (_, address) => {
    expect(mayReach(address, [])).toBe(false);
  });

  it.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])(
    'hold %s',
    (address) => {
      expect(mayReach(address, [])).toBe(true);
    },
  );

  it('hold what is allowed by name, and nothing beside it', () => {
    const allowed = ranges('10.1.0.0/16, fd00::/8');
    expect(['10.1.2.3', '::ffff:10.1.2.3', 'fd12::1'].map((address) => mayReach(address, allowed))).toEqual([
      true,
      true,
      true,
    ]);
    expect(['10.2.0.1', 'fe80::1', '127.0.0.1'].map((address) => mayReach(address, allowed))).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('never hold an address that maps one that is left out', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(mayReach(`::ffff:${address}`, [])).toBe(mayReach(address, []));
      }),
    );
  });
});

describe('the address of a webhook', () => {
  it.each([
    'http://0x7f000001/',
    'http://2130706433/',
    'http://017700000001/',
    'http://127.1/',
    'http://127。0。0。1/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
  ])('is refused however this machine is spelt: %s', (url) => {
    expect(urlFault(url, [])).toMatch(/^a public address; .* is private or reserved/);
  });

  it.each([
    'https://example.com/a?b=c',
    'http://example.com:8080',
    'https://8.8.8.8/',
    'http://localhost:9000/',
  ])('may be %s until it is connected to', (url) => {
    expect(urlFault(url, [])).toBeUndefined();
  });

  it('is any text at all without harm', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const fault = urlFault(text, []);
        expect(fault === undefined || fault.length > 0).toBe(true);
      }),
    );
  });
});
