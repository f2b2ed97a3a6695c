import { setImmediate as turn } from 'node:timers/promises';
import type { Connection } from '../connection.ts';
import { collectionPath, type Resource } from '../resources.ts';
import type { KubeObject } from '../types.ts';
import { deepFreeze } from './deepFreeze.ts';

/** Which objects of a kind are meant. */
export interface Selection<T extends KubeObject> {
  readonly connection: Connection;
  readonly resource: Resource<T>;
  /** Undefined: every namespace. */
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
}

export interface Listed<T> {
  readonly items: readonly T[];
  /** The version of the whole list, from which a watch goes on. */
  readonly resourceVersion: string;
}

interface Page<T> {
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
  readonly items: readonly T[] | null;
}

const pageSize = 500;

/**
 * The whole collection, read in pages and frozen. Between pages the event loop gets its turn, so that the lease and the probes are
 * answered during a long list. `onPage` hears of each page.
 */
export async function list<T extends KubeObject>(
  selection: Selection<T>,
  signal: AbortSignal,
  onPage: () => void,
): Promise<Listed<T>> {
  const { connection, resource, namespace, labelSelector } = selection;
  const items: T[] = [];
  let next: string | undefined;
  for (;;) {
    const page: Page<T> = await connection.request({
      doing: `list ${resource.plural}`,
      method: 'GET',
      path: collectionPath(resource, namespace),
      query: {
        limit: String(pageSize),
        ...(labelSelector && { labelSelector }),
        ...(next && { continue: next }),
      },
      timeoutSeconds: 30,
      signal,
    });
    onPage();
    for (const item of page.items ?? []) items.push(kept(item, resource));
    next = page.metadata.continue;
    if (!next) return { items, resourceVersion: page.metadata.resourceVersion };
    await turn();
  }
}

/** The object as it goes into the cache: with the kind that lists leave out, without the field ownership that nobody reads. */
export function kept<T extends KubeObject>(object: T, { apiVersion, kind }: Resource): T {
  const { managedFields: _, ...metadata } = object.metadata;
  return deepFreeze({ ...object, apiVersion, kind, metadata });
}
