import type { NetworkInterfaceInfo } from 'node:os';
import { broadcastAddresses } from './broadcast.ts';

const address = (address: string, netmask: string, internal = false): NetworkInterfaceInfo => ({
  address,
  netmask,
  family: 'IPv4',
  mac: '00:00:00:00:00:00',
  internal,
  cidr: null,
});

describe('broadcastAddresses', () => {
  it.each([
    ['a home', [address('192.168.1.23', '255.255.255.0')], ['192.168.1.255']],
    ['a large office', [address('10.20.30.40', '255.240.0.0')], ['10.31.255.255']],
    ['an odd mask', [address('172.16.5.9', '255.255.255.224')], ['172.16.5.31']],
    [
      'two addresses of one network',
      [address('10.0.0.5', '255.0.0.0'), address('10.0.0.6', '255.0.0.0')],
      ['10.255.255.255'],
    ],
    ['a pod, whose network has one address', [address('10.1.2.3', '255.255.255.255')], []],
    ['a line between two', [address('10.1.2.2', '255.255.255.254')], []],
    ['this machine alone', [address('127.0.0.1', '255.0.0.0', true)], []],
  ])('of %s', (_, addresses, expected) => {
    expect(broadcastAddresses({ eth0: addresses, gone: undefined })).toEqual(expected);
  });

  it('leaves out IPv6, which has none', () => {
    const six = { ...address('fe80::1', 'ffff:ffff:ffff:ffff::'), family: 'IPv6', scopeid: 1 } as const;
    expect(broadcastAddresses({ eth0: [six] })).toEqual([]);
  });
});
