import { Conflict } from '../src/kube/errors.ts';
import { deepFreeze } from '../src/kube/mirror/deepFreeze.ts';
import type { KubeObject, Stored } from '../src/kube/types.ts';
import { isControlledBy } from '../src/kube/write/ownership.ts';

/** The objects of one namespace, with the names, versions and owners that the API server gives them. Nobody can change one in place. */
export interface MemoryStore {
  all(): readonly Stored[];
  find<T extends KubeObject>(kind: string, name: string): Stored<T> | undefined;
  /** Makes the object, or a new version of it. */
  put<T extends KubeObject>(object: T): Stored<T>;
  /** Removes the object and all that it owns; one that is gone is fine. */
  drop(object: KubeObject): void;
  /** As a user does it: an object with finalizers waits for them. */
  remove(kind: string, name: string): void;
  /** The object in exactly the version that the caller knows; throws `Conflict`. */
  current(known: KubeObject): Stored;
}

export const nameOf = ({ kind, metadata }: Pick<KubeObject, 'kind' | 'metadata'>): string =>
  `${kind} ${metadata.name}`;

export function memoryStore(now: () => Date): MemoryStore {
  const objects = new Map<string, Stored>();
  let version = 0;

  function put<T extends KubeObject>(object: T): Stored<T> {
    const { uid, creationTimestamp } = objects.get(nameOf(object))?.metadata ?? {};
    const stored = JSON.parse(JSON.stringify(object)) as Stored<T>;
    version += 1;
    stored.metadata = {
      ...stored.metadata,
      namespace: 'worlds',
      uid: uid ?? `uid-${version}`,
      resourceVersion: String(version),
      creationTimestamp: creationTimestamp ?? now().toISOString(),
    };
    objects.set(nameOf(object), deepFreeze(stored));
    return stored;
  }

  function drop(object: KubeObject): void {
    const stored = objects.get(nameOf(object));
    objects.delete(nameOf(object));
    if (!stored) return;
    for (const child of objects.values()) if (isControlledBy(child, stored.metadata.uid)) drop(child);
  }

  return {
    put,
    drop,
    all: () => [...objects.values()],
    find: <T extends KubeObject>(kind: string, name: string) =>
      objects.get(`${kind} ${name}`) as Stored<T> | undefined,
    remove: (kind, name) => {
      const live = objects.get(`${kind} ${name}`);
      if (!live) return;
      if (!live.metadata.finalizers?.length) drop(live);
      else put({ ...live, metadata: { ...live.metadata, deletionTimestamp: now().toISOString() } });
    },
    current: (known) => {
      const live = objects.get(nameOf(known));
      if (live && live.metadata.resourceVersion === known.metadata.resourceVersion) return live;
      throw new Conflict(`${nameOf(known)} has changed`);
    },
  };
}
