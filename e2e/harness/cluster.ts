import { systemClock } from '../../operator/src/clock.ts';
import { connect } from '../../operator/src/kube/connection.ts';
import { NotFound } from '../../operator/src/kube/errors.ts';
import type { KubeObject, Stored } from '../../operator/src/kube/types.ts';
import { readCredentials } from '../../operator/src/kube/wire/credentials.ts';

/** A look at the cluster that costs little, for what is asked many times a second; what is done, kubectl does. */
export interface Cluster {
  /** The object at a path such as /api/v1/namespaces/demo; undefined when there is none. */
  read<T extends KubeObject>(path: string): Promise<Stored<T> | undefined>;
  /** All objects at a path such as /apis/apps/v1/namespaces/demo/deployments. */
  list<T extends KubeObject>(path: string): Promise<readonly Stored<T>[]>;
  close(): Promise<void>;
}

/** Opens a connection to the cluster of the current kubeconfig. */
export function openCluster(): Cluster {
  const server = connect({
    credentials: () => readCredentials(),
    clock: systemClock,
    userAgent: 'spacetime-e2e',
  });
  return {
    read: async (path) => {
      try {
        return await server.request({ doing: `read ${path}`, method: 'GET', path });
      } catch (error) {
        if (error instanceof NotFound) return undefined;
        throw error;
      }
    },
    list: async <T extends KubeObject>(path: string) => {
      const { items } = await server.request<{ items: readonly Stored<T>[] }>({
        doing: `list ${path}`,
        method: 'GET',
        path,
      });
      return items;
    },
    close: () => server.close(),
  };
}
