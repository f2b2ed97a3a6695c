import type { Line } from './audit.ts';
import { endpointWrites } from './endpointWrites.ts';

const at = '2026-01-01T00:00:00.123456Z';
const endpoint = (name: string, ready?: boolean) => ({ conditions: { ready }, targetRef: { name } });

const line = (change: Partial<Line> = {}): Line => ({
  verb: 'update',
  stageTimestamp: at,
  requestURI: '/apis/discovery.k8s.io/v1/namespaces/demo/endpointslices/world-x',
  user: { username: 'system:serviceaccount:kube-system:endpointslice-controller' },
  objectRef: { resource: 'endpointslices', namespace: 'demo', name: 'world-x' },
  responseStatus: { code: 200 },
  responseObject: {
    metadata: { name: 'world-x', labels: { 'kubernetes.io/service-name': 'world' } },
    endpoints: [endpoint('a'), endpoint('b', true), endpoint('c', false)],
  },
  ...change,
});

it('says where a slice leads: to pods that are ready, or of which nothing is said', () => {
  expect(endpointWrites([line()], 'demo')).toEqual([
    { at: Date.parse('2026-01-01T00:00:00.123Z'), slice: 'world-x', service: 'world', pods: ['a', 'b'] },
  ]);
});

it('says of a slice that was deleted, or that holds nothing, that it leads nowhere', () => {
  const empty = { metadata: { name: 'world-x' } };
  const pods = endpointWrites([line({ verb: 'delete' }), line({ responseObject: empty })], 'demo').map(
    (write) => write.pods,
  );
  expect(pods).toEqual([[], []]);
});

it('passes over other namespaces and kinds, what failed, and what was kept without its content', () => {
  const { responseObject, ...bare } = line();
  const lines = [
    line({ objectRef: { resource: 'endpointslices', namespace: 'other' } }),
    line({ objectRef: { resource: 'services', namespace: 'demo' } }),
    line({ responseStatus: { code: 409 } }),
    bare,
  ];
  expect(endpointWrites(lines, 'demo')).toEqual([]);
});
