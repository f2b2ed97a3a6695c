import type { Logger } from 'pino';
import type { FencedConnection } from '../connection.ts';
import { Conflict, NotFound } from '../errors.ts';
import { objectPath, resourceOf } from '../resources.ts';
import type { KubeObject, Stored } from '../types.ts';
import { describe, isControlledBy } from './ownership.ts';
import { read } from './read.ts';

/**
 * Deletes a child after a look at the live object: only if it is still ours, and only in the version that was looked at
 * (else `Conflict`). What was decided on an old view of the world then cannot destroy anything new.
 */
export async function remove(
  connection: FencedConnection,
  log: Logger,
  child: KubeObject,
  ownerUid: string,
): Promise<void> {
  const resource = resourceOf(child);
  const live = await read(connection, resource, child.metadata.namespace, child.metadata.name);
  if (!live || live.metadata.deletionTimestamp) return;
  if (!isControlledBy(live, ownerUid)) {
    log.warn({ object: describe(live) }, 'An object that is not ours any more is left alone');
    return;
  }
  if (child.metadata.uid !== undefined && child.metadata.uid !== live.metadata.uid) {
    throw new Conflict(`delete ${describe(child)}: it has been made anew since it was seen`);
  }
  const { uid, resourceVersion } = live.metadata;
  await deleteExactly(connection, live, { uid, resourceVersion });
}

/** Deletes the object if it meets the preconditions; one that is gone already is fine. */
export async function deleteExactly(
  connection: FencedConnection,
  object: KubeObject,
  preconditions: { readonly uid: string; readonly resourceVersion?: string },
): Promise<void> {
  const { namespace, name } = object.metadata;
  try {
    await connection.request<Stored>({
      doing: `delete ${describe(object)}`,
      method: 'DELETE',
      path: objectPath(resourceOf(object), namespace, name),
      body: { apiVersion: 'v1', kind: 'DeleteOptions', preconditions, propagationPolicy: 'Background' },
    });
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
  }
}

/** The existing children that nobody wants any more: ours, not on their way out yet, and not among those to keep. */
export function unwanted(
  ownerUid: string,
  existing: readonly KubeObject[],
  keep: readonly KubeObject[],
): readonly KubeObject[] {
  const wanted = new Set(keep.map(describe));
  return existing.filter(
    (child) =>
      isControlledBy(child, ownerUid) && !child.metadata.deletionTimestamp && !wanted.has(describe(child)),
  );
}
