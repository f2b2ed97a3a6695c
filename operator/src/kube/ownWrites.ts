import type { KubeObject, Stored } from './types.ts';
import { controllerOf, describe } from './write/ownership.ts';

/** Remembers what we wrote until the caches show it, so that nothing is decided on a view from before our own writes. */
export interface OwnWrites {
  note(written: Stored): void;
  /** "Deployment xr/demo-3f9c" for each object of this owner, the owner itself included, whose last write the caches do not show yet. */
  unseen(ownerUid: string): readonly string[];
}

interface Write {
  readonly owner: string;
  readonly shown: () => boolean;
}

/** `caughtUp` tells whether the cache of this object's kind has seen this version; true for a kind without a cache. */
export function ownWrites(caughtUp: (object: KubeObject, resourceVersion: string) => boolean): OwnWrites {
  const writes = new Map<string, Write>();

  /** Caches catch up about in the order of the writes, so that the oldest entries are the ones to forget. */
  function forget(): void {
    for (const [object, { shown }] of writes) {
      if (!shown()) return;
      writes.delete(object);
    }
  }

  return {
    note: (written) => {
      const { apiVersion, kind, metadata } = written;
      const identity = { apiVersion, kind, metadata: { name: metadata.name } };
      const { uid, resourceVersion } = metadata;
      forget();
      writes.delete(describe(written));
      writes.set(describe(written), {
        owner: controllerOf(written)?.uid ?? uid,
        shown: () => caughtUp(identity, resourceVersion),
      });
    },
    unseen: (ownerUid) => {
      forget();
      return [...writes].flatMap(([object, { owner, shown }]) =>
        owner === ownerUid && !shown() ? [object] : [],
      );
    },
  };
}
