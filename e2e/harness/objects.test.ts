import { difference, textOf } from './objects.ts';

const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'demo', resourceVersion: '7', managedFields: [{ manager: 'somebody' }] },
  spec: { ports: [80], selector: { a: '1', b: '2' } },
  status: { loadBalancer: {} },
};

describe('the text of an object', () => {
  it('is the same when only counters, managers and status differ, and the order of keys', () => {
    const { status, spec, ...rest } = service;
    const again = { ...rest, spec: { selector: { b: '2', a: '1' }, ports: [80] } };
    const metadata = { name: 'demo', resourceVersion: '8' };
    expect(textOf({ ...again, metadata })).toBe(textOf(service));
  });

  it('differs with any other byte', () => {
    const spec = { ...service.spec, selector: { a: '1', b: '3' } };
    expect(textOf({ ...service, spec } as typeof service)).not.toBe(textOf(service));
    expect(textOf({ ...service, metadata: { name: 'demo', generation: 2 } })).not.toBe(textOf(service));
  });

  it('says where a slice leads, in any order, and not how often it changed', () => {
    const slice = (generation: number, ...addresses: string[]) => ({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: 'demo-x', generation },
      addressType: 'IPv4',
      endpoints: addresses.map((address) => ({ addresses: [address] })),
    });
    expect(textOf(slice(1, '10.0.0.1', '10.0.0.2'))).toBe(textOf(slice(5, '10.0.0.2', '10.0.0.1')));
    expect(textOf(slice(1, '10.0.0.1'))).not.toBe(textOf(slice(1, '10.0.0.3')));
  });
});

it('a difference names what changed, went and came', () => {
  const before = new Map(Object.entries({ a: '1', b: '2', c: '3' }));
  const after = new Map(Object.entries({ a: '1', b: 'x', d: '4' }));
  expect(difference(before, after)).toEqual({ same: 1, changed: ['b'], gone: ['c'], added: ['d'] });
});
