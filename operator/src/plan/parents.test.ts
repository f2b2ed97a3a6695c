import { anInstallation, anOwner } from '../../test/builders.ts';
import { parentsOf, unknownGateway } from './parents.ts';

const behind = (gateway: object) => anOwner({ exposure: { hostnames: ['plaza.example.com'], gateway } });
const edge = anInstallation({
  sharedGateways: [
    { published: 'public', namespace: 'edge', name: 'main' },
    { published: 'outside', namespace: 'edge', name: 'main' },
    { published: 'internal', namespace: 'edge', name: 'main', sectionName: 'inside' },
  ],
});

it('a world that asks for no Gateway has no parents', () => {
  expect(parentsOf(anOwner(), edge)).toEqual([]);
});

it('what the spec names is in its own namespace, and what is shared is where the installation says', () => {
  const owner = behind({ parentRefs: [{ name: 'mine' }], sharedGateways: ['public', 'internal'] });
  expect(parentsOf(owner, edge)).toEqual([
    { kind: 'Gateway', name: 'mine' },
    { kind: 'Gateway', namespace: 'edge', name: 'main' },
    { kind: 'Gateway', namespace: 'edge', name: 'main', sectionName: 'inside' },
  ]);
});

it('one Gateway under two names is one parent', () => {
  expect(parentsOf(behind({ sharedGateways: ['public', 'outside'] }), edge)).toHaveLength(1);
});

it('a name that nobody publishes is left out, and said with those that there are', () => {
  const owner = behind({ sharedGateways: ['public', 'secret'] });
  expect(parentsOf(owner, edge)).toHaveLength(1);
  expect(unknownGateway(owner, edge)).toBe(
    "exposure.gateway.sharedGateways: the operator's installation publishes no Gateway secret, but public, outside, internal; name another or have it published.",
  );
  expect(unknownGateway(owner, anInstallation())).toMatch('but none;');
  expect(unknownGateway(behind({ sharedGateways: ['public'] }), edge)).toBeUndefined();
});
