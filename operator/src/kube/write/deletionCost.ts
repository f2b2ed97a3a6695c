import { deletionCostAnnotation, fieldManager } from '../../api/identity.ts';
import type { FencedConnection } from '../connection.ts';
import { Conflict, Invalid } from '../errors.ts';
import { objectPath, resources } from '../resources.ts';
import type { Pod } from '../types.ts';
import { describe } from './ownership.ts';

/** Applies this one annotation, or takes it away where there is no cost. It names the pod by uid, so that none is ever made by it. */
export async function setDeletionCost(
  connection: FencedConnection,
  pod: Pod,
  cost: string | undefined,
): Promise<void> {
  const { name, namespace, uid } = pod.metadata;
  if (uid === undefined) throw new Error(`mark ${describe(pod)}: the pod was not read from the server`);
  const annotations = cost === undefined ? {} : { annotations: { [deletionCostAnnotation]: cost } };
  const marked = connection.request({
    doing: `mark ${describe(pod)}`,
    method: 'PATCH',
    path: objectPath(resources.pods, namespace, name),
    query: { fieldManager, force: 'true' },
    contentType: 'application/apply-patch+yaml',
    body: { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, uid, ...annotations } },
  });
  await marked.catch((error: unknown) => {
    // Of one that is gone it is a conflict; a uid that cannot be changed is that of an earlier pod of this name.
    if (!(error instanceof Conflict || error instanceof Invalid)) throw error;
  });
}
