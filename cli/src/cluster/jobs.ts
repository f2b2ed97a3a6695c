import type { Connection } from '../../../operator/src/kube/connection.ts';
import { NotFound } from '../../../operator/src/kube/errors.ts';
import { list } from '../../../operator/src/kube/mirror/list.ts';
import { collectionPath, objectPath, resources } from '../../../operator/src/kube/resources.ts';
import type { Job, Pod } from '../../../operator/src/kube/types.ts';

/** Makes Jobs, finds their pods and removes them. */
export function jobs(connection: Connection) {
  return {
    createJob: async (job: Job): Promise<void> => {
      const { namespace, name } = job.metadata;
      await connection.request({
        doing: `create Job ${namespace}/${name}`,
        method: 'POST',
        path: collectionPath(resources.jobs, namespace),
        body: job,
      });
    },
    removeJob: async ({ metadata: { namespace, name } }: Job): Promise<void> => {
      await connection
        .request({
          doing: `delete Job ${namespace}/${name}`,
          method: 'DELETE',
          path: objectPath(resources.jobs, namespace, name),
          query: { propagationPolicy: 'Background' },
        })
        .catch((error: unknown) => {
          if (!(error instanceof NotFound)) throw error;
        });
    },
    /** An earlier Job of the name may have a pod that is ending. */
    podOfJob: async ({ metadata: { namespace, name } }: Job): Promise<Pod | undefined> => {
      const labelSelector = `batch.kubernetes.io/job-name=${name}`;
      const selected = { connection, resource: resources.pods, namespace, labelSelector };
      const { items } = await list(selected, new AbortController().signal, () => undefined);
      return items.find((pod) => pod.metadata.deletionTimestamp === undefined);
    },
  };
}
