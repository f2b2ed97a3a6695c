import type { Logger } from 'pino';
import { refusalInEvent, refused, Unavailable } from '../errors.ts';
import type { Resource } from '../resources.ts';
import type { KubeObject } from '../types.ts';
import { type Cache, type Change, createCache } from './cache.ts';
import { kept, type Listed } from './list.ts';
import { versionOf } from './resourceVersion.ts';
import type { WatchEvent } from './watch.ts';

/** A copy of a collection, and the version of the collection that it is a copy of. It never goes back to an older one. */
export interface Mirror<T extends KubeObject> extends Pick<Cache<T>, 'get' | 'list'> {
  /** Where a watch goes on; undefined: the collection has to be listed first. */
  from(): string | undefined;
  /** The newest version seen. */
  seen(): bigint;
  /** Becomes this list, in one step. Throws `Unavailable` if it is older than what was seen. */
  takeList(listed: Listed<T>): void;
  /** Follows one event. Throws what an ERROR event says. */
  takeEvent(event: WatchEvent): void;
  /** Keeps what is there, but has to be listed before it can follow again. */
  loseTrack(): void;
  /** Has nothing any more: the server does not know the kind. */
  clear(): void;
}

export interface MirrorOptions<T extends KubeObject> {
  readonly resource: Resource<T>;
  readonly onChange: (object: T) => void;
  readonly log: Logger;
}

export function createMirror<T extends KubeObject>({ resource, onChange, log }: MirrorOptions<T>): Mirror<T> {
  const cache = createCache<T>();
  let from: string | undefined;
  let seen = 0n;

  const tell = (change: Change<T> | undefined): void => {
    for (const object of concerned(change)) {
      try {
        onChange(object);
      } catch (error) {
        log.error({ err: error }, 'A change could not be noted');
      }
    }
  };

  const follow: Readonly<Record<string, (object: T) => void>> = {
    ADDED: (object) => tell(cache.put(kept(object, resource))),
    MODIFIED: (object) => tell(cache.put(kept(object, resource))),
    DELETED: (object) => tell(cache.remove(object)),
    BOOKMARK: () => undefined,
    ERROR: (status) => {
      throw refused(`watch ${resource.plural}`, refusalInEvent(status));
    },
  };

  return {
    get: cache.get,
    list: cache.list,
    from: () => from,
    seen: () => seen,
    loseTrack: () => {
      from = undefined;
    },
    clear: () => {
      from = undefined;
      cache.replace([]).forEach(tell);
    },

    takeList: ({ items, resourceVersion }) => {
      const version = versionOf(resourceVersion);
      if (version < seen)
        throw new Unavailable(`list ${resource.plural}: the list is older than what was seen`);
      seen = version;
      from = resourceVersion;
      cache.replace(items).forEach(tell);
    },

    takeEvent: ({ type, object }) => {
      const take = follow[type];
      if (!take) {
        log.warn({ type }, 'The watch sent an event of an unknown type');
        return;
      }
      const next = object as T;
      const version = versionOf(next?.metadata?.resourceVersion);
      // A watch keeps the order of versions: an event that does not is a repetition, or comes from a stale server.
      if (version <= seen && type !== 'ERROR') return;
      take(next);
      seen = version;
      from = next.metadata.resourceVersion;
    },
  };
}

/** An object that changed hands (owner or labels) or was made anew concerns its former owner as well. */
function concerned<T extends KubeObject>(change: Change<T> | undefined): T[] {
  const { before, now } = change ?? {};
  if (!now) return before ? [before] : [];
  return before && belonging(before) !== belonging(now) ? [now, before] : [now];
}

const belonging = ({ metadata: { uid, labels, ownerReferences } }: KubeObject): string =>
  JSON.stringify([uid, labels, ownerReferences]);
