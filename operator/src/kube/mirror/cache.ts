import type { KubeObject } from '../types.ts';
import { versionOf } from './resourceVersion.ts';

/** One object before and after: `now` is undefined when it is gone, `before` when it is new. */
export interface Change<T> {
  readonly before: T | undefined;
  readonly now: T | undefined;
}

/** All objects of one kind as last seen. It changes by whole objects, and never back to an older one. */
export interface Cache<T> {
  get(namespace: string | undefined, name: string): T | undefined;
  /** In the order of namespace and name. */
  list(namespace?: string): readonly T[];
  /** Puts the object in the place of its older self; undefined if what is there is as new or newer. */
  put(object: T): Change<T> | undefined;
  /** Takes the object out; undefined if it is not there, or what is there is newer. */
  remove(object: T): Change<T> | undefined;
  /** Puts a whole list in the place of everything, in one step. What the list does not have is reported as gone. */
  replace(objects: readonly T[]): Change<T>[];
}

type Shelves<T> = Map<string, Map<string, T>>;

const versionIn = (object: KubeObject) => versionOf(object.metadata.resourceVersion);

export function createCache<T extends KubeObject>(): Cache<T> {
  let shelves: Shelves<T> = new Map();
  const all = (of: Shelves<T>) => [...of.values()].flatMap((shelf) => [...shelf.values()]);
  const find = (of: Shelves<T>, { metadata }: KubeObject) =>
    of.get(metadata.namespace ?? '')?.get(metadata.name);

  return {
    get: (namespace, name) => shelves.get(namespace ?? '')?.get(name),

    list: (namespace) =>
      (namespace === undefined ? all(shelves) : [...(shelves.get(namespace)?.values() ?? [])]).sort(byName),

    put: (object) => {
      const before = find(shelves, object);
      if (before && versionIn(before) >= versionIn(object)) return undefined;
      place(shelves, object);
      return { before, now: object };
    },

    remove: (object) => {
      const before = find(shelves, object);
      if (!before || versionIn(before) > versionIn(object)) return undefined;
      const namespace = before.metadata.namespace ?? '';
      shelves.get(namespace)?.delete(before.metadata.name);
      if (shelves.get(namespace)?.size === 0) shelves.delete(namespace);
      return { before, now: undefined };
    },

    replace: (objects) => {
      const old = shelves;
      const fresh: Shelves<T> = new Map();
      for (const object of objects) place(fresh, object);
      shelves = fresh;
      const gone = all(old).filter((before) => !find(fresh, before));
      const changed = objects
        .map((now) => ({ before: find(old, now), now }))
        .filter(({ before, now }) => !before || versionIn(before) !== versionIn(now));
      return [...gone.map((before) => ({ before, now: undefined })), ...changed];
    },
  };
}

function place<T extends KubeObject>(shelves: Shelves<T>, object: T): void {
  const namespace = object.metadata.namespace ?? '';
  let shelf = shelves.get(namespace);
  if (!shelf) {
    shelf = new Map();
    shelves.set(namespace, shelf);
  }
  shelf.set(object.metadata.name, object);
}

function byName(a: KubeObject, b: KubeObject): number {
  return (
    compare(a.metadata.namespace ?? '', b.metadata.namespace ?? '') ||
    compare(a.metadata.name, b.metadata.name)
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
