import type { Key } from '../kube/cluster.ts';

/** What a metric about one SpaceTime is labelled with. */
export interface WorldLabels {
  readonly namespace: string;
  readonly name: string;
}

/** Those for whom there is no room are one world without a name. */
const others: WorldLabels = { namespace: '', name: '' };

export interface LabelledWorlds {
  labels(key: Key): WorldLabels;
  /** The SpaceTime is gone: the labels that it had, if they were its own; they make room for another. */
  release(key: Key): WorldLabels | undefined;
}

/** Gives labels of their own to `most` SpaceTimes at a time, so that a metric has a bounded number of series. */
export function labelledWorlds(most: number): LabelledWorlds {
  const known = new Map<string, WorldLabels>();
  const textOf = ({ namespace, name }: Key) => `${namespace}/${name}`;
  return {
    labels: (key) => {
      const labels =
        known.get(textOf(key)) ?? (known.size < most ? { namespace: key.namespace, name: key.name } : others);
      if (labels !== others) known.set(textOf(key), labels);
      return labels;
    },
    release: (key) => {
      const labels = known.get(textOf(key));
      known.delete(textOf(key));
      return labels;
    },
  };
}
