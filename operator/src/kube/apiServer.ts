import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Cluster } from './cluster.ts';
import type { FencedConnection } from './connection.ts';
import { Conflict } from './errors.ts';
import type { OwnWrites } from './ownWrites.ts';
import { collectionPath, resources } from './resources.ts';
import { applyWith, type Cached } from './write/apply.ts';
import { setDeletionCost } from './write/deletionCost.ts';
import { eventOf, type Reporter } from './write/event.ts';
import { describe } from './write/ownership.ts';
import { addFinalizer, recordStatus, removeFinalizer } from './write/patch.ts';
import { read } from './write/read.ts';
import { deleteExactly, remove, unwanted } from './write/remove.ts';

export interface ApiServerOptions {
  readonly connection: FencedConnection;
  readonly cached: Cached;
  readonly writes: OwnWrites;
  readonly reporter: Reporter;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The cluster behind the API server. */
export function apiServer({ connection, cached, writes, reporter, clock, log }: ApiServerOptions): Cluster {
  const apply = applyWith(connection, cached);

  const announce: Cluster['emit'] = async (object, announcement) => {
    const event = eventOf(object, announcement, reporter, clock.date());
    await connection.request({
      doing: `announce ${announcement.reason} of ${describe(object)}`,
      method: 'POST',
      path: collectionPath(resources.events, event.metadata.namespace),
      body: event,
    });
  };

  return {
    apply: async (child) => {
      const stored = await apply(child);
      writes.note(stored);
      return stored;
    },
    remove: (child, ownerUid) => remove(connection, log, child, ownerUid),
    prune: async (ownerUid, existing, keep) => {
      for (const child of unwanted(ownerUid, existing, keep)) await remove(connection, log, child, ownerUid);
    },
    read: (resource, namespace, name) => read(connection, resource, namespace, name),
    recordStatus: async (object, status) => {
      const stored = await recordStatus(connection, object, status);
      writes.note(stored);
      return stored.metadata.resourceVersion;
    },
    addFinalizer: async (object, finalizer) => {
      const stored = await addFinalizer(connection, object, finalizer);
      writes.note(stored);
      return stored.metadata.resourceVersion;
    },
    removeFinalizer: async (object, finalizer) => {
      await removeFinalizer(connection, object, finalizer);
    },
    emit: async (object, announcement) => {
      await announce(object, announcement).catch((error: unknown) => {
        // The same thing was said in the same minute.
        if (error instanceof Conflict) return;
        log.warn(
          { err: error, object: describe(object), reason: announcement.reason },
          'An event was not written',
        );
      });
    },
    setDeletionCost: (pod, cost) => setDeletionCost(connection, pod, cost),
    deletePod: async (pod) => {
      const { uid } = pod.metadata;
      if (uid === undefined) throw new Error(`delete ${describe(pod)}: the pod was not read from the server`);
      await deleteExactly(connection, pod, { uid }).catch((error: unknown) => {
        // Another pod has the name now: the one that was meant is gone.
        if (!(error instanceof Conflict)) throw error;
      });
    },
  };
}
