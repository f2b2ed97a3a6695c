import { anOwner } from '../../test/builders.ts';
import type { Stored } from '../kube/types.ts';
import { stagingsOf, waitingFor } from './staging.ts';

const pass = { artifact: 'a1', image: 'plaza:1.0.0', time: '2026-03-01T12:00:00Z' };
const aSpaceTime = (namespace: string, name: string, promotion: object, status: object = {}): Stored =>
  ({
    apiVersion: 'spacetime.dev/v1',
    kind: 'SpaceTime',
    metadata: { namespace, name, uid: `${namespace}/${name}`, resourceVersion: '1' },
    spec: { image: 'plaza:1.0.0', promotion },
    status: { promotion: { passed: [pass] }, ...status },
  }) as unknown as Stored;
const among =
  (...objects: Stored[]) =>
  (key: { namespace: string; name: string }) =>
    objects.find(({ metadata }) => metadata.namespace === key.namespace && metadata.name === key.name);
const owner = anOwner({ promotion: { requires: { trustedNamespaces: ['staging'] } } });

it('an environment speaks when both sides have said so', () => {
  const staging = aSpaceTime('staging', 'plaza', { allowedNamespaces: ['worlds'] });
  expect(stagingsOf(owner, among(staging))).toEqual([
    { namespace: 'staging', passed: [pass], promotions: [] },
  ]);
});

it.each<[string, Stored]>([
  ['that does not allow this namespace', aSpaceTime('staging', 'plaza', { allowedNamespaces: ['others'] })],
  ['that is not trusted: a forged pass', aSpaceTime('tenant', 'plaza', { allowedNamespaces: ['worlds'] })],
  ['of another name', aSpaceTime('staging', 'plaza-2', { allowedNamespaces: ['worlds'] })],
  ['whose spec cannot be read', aSpaceTime('staging', 'plaza', { allowedNamespaces: 'worlds' })],
])('nothing is heard of one %s', (_, object) => {
  expect(stagingsOf(owner, among(object))).toEqual([]);
});

it('nobody vouches for himself', () => {
  const itself = anOwner({ promotion: { requires: { trustedNamespaces: ['worlds'] } } });
  const object = aSpaceTime('worlds', 'plaza', { allowedNamespaces: ['worlds'] });
  expect(stagingsOf(itself, among(object))).toEqual([]);
});

it('what users have there is what counts, during a bake too', () => {
  const revision = (name: string, artifact: string) => ({
    name,
    artifact,
    number: 1,
    state: 'Warm',
    image: 'plaza:1.0.0',
    generation: 1,
    createdAt: '2026-03-01T12:00:00Z',
    renderedBy: '0.1.0',
  });
  const status = {
    phase: 'Baking',
    stableRevision: 'bbbbbbbbbb',
    candidateRevision: 'cccccccccc',
    revisions: [
      revision('bbbbbbbbbb', 'a1'),
      { ...revision('cccccccccc', 'a2'), promotedAt: '2026-03-01T13:00:00Z' },
    ],
  };
  const staging = aSpaceTime('staging', 'plaza', { allowedNamespaces: ['worlds'] }, status);
  expect(stagingsOf(owner, among(staging))).toMatchObject([
    { stable: 'a2', promotions: [{ artifact: 'a2', at: '2026-03-01T13:00:00Z' }] },
  ]);
});

it('a change there is news for those who take its word, and for nobody else', () => {
  const all = [
    aSpaceTime('production', 'plaza', { requires: { trustedNamespaces: ['staging'] } }),
    aSpaceTime('canaries', 'other', { requires: { name: 'plaza', trustedNamespaces: ['x', 'staging'] } }),
    aSpaceTime('production', 'lobby', { requires: { trustedNamespaces: ['staging'] } }),
    aSpaceTime('staging', 'plaza', { allowedNamespaces: ['production'] }),
  ];
  expect(waitingFor({ namespace: 'staging', name: 'plaza' }, all)).toEqual([
    { namespace: 'production', name: 'plaza' },
    { namespace: 'canaries', name: 'other' },
  ]);
});
