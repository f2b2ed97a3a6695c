import fc from 'fast-check';
import type { KubeObject } from '../types.ts';
import { type Cache, type Change, createCache } from './cache.ts';

const anObject = (namespace: string, name: string, version: number): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { namespace, name, resourceVersion: String(version) },
});

const someObject = fc
  .tuple(fc.constantFrom('x', 'y'), fc.constantFrom('a', 'b', 'c'), fc.nat(20))
  .map((parts) => anObject(...parts));

const someStep = fc.oneof(
  fc.record({ put: someObject }),
  fc.record({ remove: someObject }),
  fc.record({
    replace: fc.uniqueArray(someObject, {
      selector: ({ metadata: { namespace, name } }) => `${namespace}/${name}`,
    }),
  }),
);

const key = ({ metadata: { namespace, name } }: KubeObject) => `${namespace}/${name}`;
const version = (object: KubeObject | undefined) => Number(object?.metadata.resourceVersion);

type Step = typeof someStep extends fc.Arbitrary<infer S> ? S : never;

function take(cache: Cache<KubeObject>, step: Step): Change<KubeObject>[] {
  if ('replace' in step) return cache.replace(step.replace);
  const change = 'put' in step ? cache.put(step.put) : cache.remove(step.remove);
  return change ? [change] : [];
}

function note(told: Map<string, string>, { before, now }: Change<KubeObject>): void {
  const object = now ?? before;
  if (!object) throw new Error('a change of nothing');
  expect(told.get(key(object))).toBe(before?.metadata.resourceVersion);
  if (now) told.set(key(now), String(now.metadata.resourceVersion));
  else told.delete(key(object));
}

it('what it tells of its changes, taken together, is what it holds', () => {
  fc.assert(
    fc.property(fc.array(someStep), (steps) => {
      const cache = createCache();
      const told = new Map<string, string>();
      for (const step of steps) for (const change of take(cache, step)) note(told, change);
      const held = cache.list().map((object) => [key(object), object.metadata.resourceVersion]);
      expect(held).toEqual([...told].sort(([a], [b]) => (a < b ? -1 : 1)));
      expect(cache.list('x')).toEqual(cache.list().filter(({ metadata }) => metadata.namespace === 'x'));
    }),
  );
});

it('an object is never replaced by an older one, and not removed by what is older', () => {
  const cache = createCache();
  expect(cache.put(anObject('x', 'a', 5))).toBeDefined();
  expect(cache.put(anObject('x', 'a', 5))).toBeUndefined();
  expect(cache.put(anObject('x', 'a', 4))).toBeUndefined();
  expect(cache.remove(anObject('x', 'a', 4))).toBeUndefined();
  expect(version(cache.get('x', 'a'))).toBe(5);
  expect(cache.remove(anObject('x', 'a', 6))?.before?.metadata.resourceVersion).toBe('5');
  expect(cache.list()).toEqual([]);
});
