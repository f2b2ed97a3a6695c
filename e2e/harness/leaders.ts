import type { Cluster } from './cluster.ts';
import { kubectl } from './kubectl.ts';
import { type Leader, leader } from './operator.ts';
import { processOf } from './process.ts';
import { until } from './until.ts';

/** The replicas of the operator that lead, one after the other, as each is killed. */
export interface Leaders {
  /** Waits until one leads that was not killed here. */
  next(): Promise<Leader>;
  /** Kills the one that leads with SIGKILL; answers when, in milliseconds since the epoch. */
  kill(): Promise<number>;
}

/** Kills whoever leads, as often as it is asked to. */
export function leaders(cluster: Cluster): Leaders {
  const killed = new Set<string>();
  const next = () =>
    until('A leader is there', async () => {
      const now = await leader(cluster);
      return now && !killed.has(now.identity) ? now : undefined;
    });
  return {
    next,
    kill: async () => {
      const { pod, identity } = await next();
      process.kill(await processOf(pod.metadata.uid), 'SIGKILL');
      const at = Date.now();
      killed.add(identity);
      await replace(pod.metadata.namespace ?? '', pod.metadata.name);
      return at;
    },
  };
}

/**
 * Lets the Deployment make another pod in the place of one whose process is dead already. The kubelet would start its container
 * again, but would wait longer each time, up to five minutes, so that after a few kills nobody could lead. A new pod has to be
 * scheduled and started, which takes longer than a first restart: this makes no fail-over faster.
 * Source: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy
 */
async function replace(namespace: string, name: string): Promise<void> {
  await kubectl([
    ...['delete', 'pod', name, '--namespace', namespace],
    ...['--grace-period=0', '--force', '--wait=false', '--ignore-not-found'],
  ]);
}
