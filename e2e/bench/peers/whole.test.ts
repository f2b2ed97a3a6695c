import { changesInPlace, isWhole } from './whole.ts';

const pod = (ready: 'True' | 'False', metadata = {}) => ({
  metadata: { name: 'world', ...metadata },
  status: { conditions: [{ type: 'Ready', status: ready }] },
});
const ready = pod('True');

it.each([
  ['five ready pods', [ready, ready, ready, ready, ready], true],
  ['one too few', [ready, ready, ready, ready], false],
  ['one too many', [ready, ready, ready, ready, ready, ready], false],
  ['one that is not ready', [ready, ready, ready, ready, pod('False')], false],
  ['one that leaves', [ready, ready, ready, ready, pod('True', { deletionTimestamp: 'now' })], false],
])('takes for a world at rest: %s', (_, pods, isSo) => {
  expect(isWhole(pods)).toBe(isSo);
});

it('tells a change of a ConfigMap or Secret from one of the pods', () => {
  expect(changesInPlace({ image: 'spacetime:v1', env: { A: 'b' }, memoryLimit: '1Gi' })).toBe(false);
  expect(changesInPlace({ image: 'spacetime:v1', whitelist: [] })).toBe(true);
  expect(changesInPlace({ databaseURL: 'postgres://nowhere' })).toBe(true);
});
