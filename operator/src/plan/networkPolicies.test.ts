import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { mayReach } from '../../../runtime/server/webhooks/addresses.ts';
import { anOwner, aRecorded, revisions } from '../../test/builders.ts';
import { mayConnect } from '../../test/policyEngine.ts';
import { aNeighbourhood, type End, rowsOf, usual } from '../../test/policyTable.ts';
import { networkPolicies } from './networkPolicies.ts';

type Neighbourhood = ReturnType<typeof aNeighbourhood>;

function may({ ends, policies }: Neighbourhood, from: End, to: End, port: string): boolean {
  const [number, protocol = 'TCP'] = port.split('/');
  return mayConnect(policies, {
    from: ends[from],
    to: ends[to],
    port: Number(number),
    protocol: protocol as 'TCP' | 'UDP',
  });
}

/** Addresses of 2000::/3, in which all public ones of IPv6 are. */
const globalUnicast = fc
  .tuple(fc.integer({ min: 0x2000, max: 0x3fff }), ...Array.from({ length: 7 }, () => fc.nat(0xffff)))
  .map((words) => words.map((word) => word.toString(16)).join(':'));

/** The rows of the table below this heading of the page. */
function tableOf(heading: string) {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/exposure.md'), 'utf8');
  const [, below = ''] = page.split(`### ${heading}\n`);
  const [table = ''] = below.match(/(?<=\|( --- \|)+\n)(\|.*\n)+/) ?? [];
  return rowsOf(table);
}

const narrow = {
  from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'edge' } } }],
  to: [{ ipBlock: { cidr: '10.20.0.0/16' } }],
};

describe.each<[string, Neighbourhood]>([
  ['A world that says nothing', aNeighbourhood()],
  [
    'A world behind a gateway, with a receiver of webhooks of its own',
    aNeighbourhood({ exposure: { networkPolicy: narrow } }),
  ],
])('%s', (heading, neighbourhood) => {
  const rows = tableOf(heading);

  it('has a table in the documentation, with a reason in each line', () => {
    expect(rows.length).toBeGreaterThan(9);
    expect(rows.filter(({ because }) => because === '')).toEqual([]);
    const known = Object.keys(neighbourhood.ends);
    expect(rows.flatMap(({ from, to }) => [from, to]).filter((end) => !known.includes(end))).toEqual([]);
  });

  it.each(rows)('$from to $to, port $port: $isAllowed', ({ from, to, port, isAllowed }) => {
    expect(may(neighbourhood, from, to, port)).toBe(isAllowed);
  });
});

it('nothing but pods of the same world reaches a database', () => {
  const neighbourhood = aNeighbourhood();
  const reaching = (Object.keys(neighbourhood.ends) as End[]).filter((from) =>
    may(neighbourhood, from, 'the database', '5432'),
  );
  expect(reaching).toEqual([
    'the kubelet',
    'the stable pod',
    'the candidate pod',
    'the check',
    'the webhook receiver of the check',
    'a check of yours',
    'the database',
    'a backup',
  ]);
});

it('ports are those of each revision', () => {
  const neighbourhood = aNeighbourhood({
    api: { port: 9000 },
    telemetry: { port: 9001 },
    discovery: { port: 9002 },
  });
  const open = (port: string) => may(neighbourhood, 'visitor', 'the stable pod', port);
  expect(['9000', '9001', '9002/UDP', '8080', '9001/UDP'].map(open)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});

it('a database of the user is reached by the ports of every revision that has pods', () => {
  const spec = { database: { secretRef: { name: 'mine' } } };
  const neighbourhood = aNeighbourhood(spec, { ...usual, databasePorts: [5432, 6432] });
  const reached = (port: string) => may(neighbourhood, 'the stable pod', 'a private address', port);
  expect(['5432', '6432', '22', '5432/UDP'].map(reached)).toEqual([true, true, false, false]);
  expect(may(neighbourhood, 'the check', 'a private address', '6432')).toBe(true);
  expect(neighbourhood.policies.map(({ metadata }) => metadata.name)).not.toContain('plaza-db');
});

it('one whose URL is not known yet opens nothing', () => {
  const neighbourhood = aNeighbourhood({ database: { secretRef: { name: 'mine' } } });
  expect(may(neighbourhood, 'the stable pod', 'a private address', '5432')).toBe(false);
});

it('webhooks that may go anywhere do, and those of checks do not', () => {
  const neighbourhood = aNeighbourhood({ environment: 'staging', webhooks: { addressPolicy: 'Any' } });
  expect(may(neighbourhood, 'the stable pod', 'a private address', '80')).toBe(true);
  expect(may(neighbourhood, 'the check', 'a private address', '80')).toBe(false);
});

it('a world that announces itself may, and one that answers alone need not', () => {
  const announces = (mode: string) =>
    may(
      aNeighbourhood({ discovery: { mode } }),
      'the stable pod',
      'the broadcast address of the pods',
      '8087/UDP',
    );
  expect(['Broadcast', 'Answer'].map(announces)).toEqual([true, false]);
});

it('pods keep what their own revision was told, whatever the spec says today', () => {
  const before = aRecorded(
    revisions.a,
    {},
    anOwner({ environment: 'staging', webhooks: { addressPolicy: 'Any' } }),
  );
  const [runtime] = networkPolicies(anOwner(), [before], usual);
  expect(runtime?.spec?.egress).toEqual([{}]);
});

it('are owned by the world, and never called like those of another', () => {
  const all = networkPolicies(anOwner(), [], usual);
  expect(all.map(({ metadata }) => metadata.name)).toEqual(['plaza-runtime', 'plaza-check', 'plaza-db']);
  expect(all.map(({ metadata }) => metadata.ownerReferences?.[0]?.uid)).toEqual(
    all.map(() => 'uid-of-plaza'),
  );
});

describe('public addresses', () => {
  const neighbourhood = aNeighbourhood();
  const reaches = (address: string) =>
    mayConnect(neighbourhood.policies, {
      from: neighbourhood.ends['the stable pod'],
      to: { address },
      port: 443,
      protocol: 'TCP',
    });

  it('are at least those to which the runtime sends webhooks', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), globalUnicast), (address) => {
        expect(!mayReach(address, []) || reaches(address)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    '10.0.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.19.0.1',
    '224.0.0.1',
    'fd00::1',
    'fe80::1',
    '::1',
    '64:ff9b::a00:1',
    '2002:a00:1::1',
  ])('do not include %s', (address) => {
    expect([mayReach(address, []), reaches(address)]).toEqual([false, false]);
  });
});
