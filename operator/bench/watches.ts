import type { ServerResponse } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import type { KubeObject, Stored } from '../src/kube/types.ts';
import { type MemoryStore, nameOf } from '../test/memoryStore.ts';

/** Which objects a list or a watch is about. */
export interface Selected {
  readonly kind: string;
  /** Such as `app=spacetime`; null for all of the kind. */
  readonly labelSelector: string | null;
}

export interface Watches {
  open(selected: Selected, response: ServerResponse): void;
  /** Sends what has changed since the last call. */
  tell(): void;
}

/** Watches of what is in the store, as `shown` shows it. What was written again as it was is no news. */
export function watches(store: MemoryStore, shown: (object: Stored) => Stored): Watches {
  const open = new Map<ServerResponse, Selected>();
  let known = new Map<string, Stored>();

  function send(type: string, object: Stored): void {
    const line = `${JSON.stringify({ type, object: shown(object) })}\n`;
    for (const [response, selected] of open) if (isSelected(object, selected)) response.write(line);
  }

  /** What watches know of the object now. */
  function told(before: Stored | undefined, object: Stored): Stored {
    if (before && !isNews(before, object)) return before;
    send(before ? 'MODIFIED' : 'ADDED', object);
    return object;
  }

  return {
    open: (selected, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.flushHeaders();
      open.set(response, selected);
      response.once('close', () => open.delete(response));
    },
    tell: () => {
      const now = new Map(store.all().map((object) => [nameOf(object), object]));
      for (const [name, object] of now) now.set(name, told(known.get(name), object));
      for (const [name, object] of known) if (!now.has(name)) send('DELETED', anew(store, object));
      known = now;
    },
  };
}

export const isSelected = ({ kind, metadata }: KubeObject, selected: Selected): boolean => {
  const [label = '', value] = selected.labelSelector?.split('=') ?? [];
  return kind === selected.kind && (value === undefined || metadata.labels?.[label] === value);
};

const isNews = (before: Stored, now: Stored): boolean =>
  before !== now && (now.kind !== 'Pod' || !isDeepStrictEqual(unversioned(before), unversioned(now)));

const unversioned = ({ metadata: { resourceVersion: _, ...metadata }, ...object }: Stored): unknown => ({
  ...object,
  metadata,
});

/** The object in a version of its own, which a watch takes for newer than all that it has seen. */
function anew(store: MemoryStore, object: Stored): Stored {
  const { metadata } = store.put({ apiVersion: 'v1', kind: 'Tick', metadata: { name: 'tick' } });
  return { ...object, metadata: { ...object.metadata, resourceVersion: metadata.resourceVersion } };
}
