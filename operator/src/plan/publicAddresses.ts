/**
 * Addresses of the open internet: what is not private, shared, local, reserved or for examples. Pods and nodes of most
 * clusters, and what tells machines of a cloud who they are, are outside of it.
 * Source: the IANA registries of special-purpose addresses for IPv4 (RFC 6890) and IPv6.
 */
export const publicAddresses = [
  {
    cidr: '0.0.0.0/0',
    except: [
      '0.0.0.0/8',
      '10.0.0.0/8',
      '100.64.0.0/10',
      '127.0.0.0/8',
      '169.254.0.0/16',
      '172.16.0.0/12',
      '192.0.0.0/24',
      '192.0.2.0/24',
      '192.168.0.0/16',
      '198.18.0.0/15',
      '198.51.100.0/24',
      '203.0.113.0/24',
      '224.0.0.0/4',
      '240.0.0.0/4',
    ],
  },
  { cidr: '2000::/3', except: ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'] },
] as const;
