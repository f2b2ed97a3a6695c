import type { Cluster } from './cluster.ts';
import { kubectl } from './kubectl.ts';
import { type Leader, leader } from './operator.ts';
import { processOf } from './process.ts';
import { until } from './until.ts';

/** The replicas of the operator that lead, one after the other, as each is killed. */
export interface Leaders {
  /** Waits until one leads that was not ended here. */
  next(): Promise<Leader>;
  /** Kills the one that leads with SIGKILL; answers when, in milliseconds since the epoch. */
  kill(): Promise<number>;
}

/** Kills whoever leads, as often as it is asked to. */
export function leaders(cluster: Cluster): Leaders {
  const ended = new Set<string>();
  const next = () =>
    until('A leader is there', async () => {
      const now = await leader(cluster);
      return now && !ended.has(now.identity) ? now : undefined;
    });
  /** Waits until one leads that the kubelet starts again at once when it dies. */
  async function fresh(): Promise<Leader> {
    const now = await next();
    if (!wasRestarted(now)) return now;
    await replace(now);
    ended.add(now.identity);
    return fresh();
  }
  return {
    next,
    kill: async () => {
      const { pod, identity } = await fresh();
      process.kill(await processOf(pod.metadata.uid), 'SIGKILL');
      ended.add(identity);
      return Date.now();
    },
  };
}

const wasRestarted = ({ pod }: Leader): boolean =>
  (pod.status?.containerStatuses ?? []).some(({ restartCount = 0 }) => restartCount > 0);

/**
 * Lets the Deployment make another pod before this one is killed a second time: the kubelet starts a container again at once when
 * it dies for the first time, and waits longer each time after that, up to five minutes. It leaves as in any update.
 * Source: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy
 */
const replace = ({ pod: { metadata } }: Leader): Promise<string> =>
  kubectl(['delete', 'pod', metadata.name, '--namespace', metadata.namespace ?? '', '--wait=false']);
