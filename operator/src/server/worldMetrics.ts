import { Gauge } from 'prom-client';
import type { SpaceTimeStatus } from '../api/status.ts';
import type { Key } from '../kube/cluster.ts';
import { metric } from './metrics.ts';

const world = ['namespace', 'name'] as const;

/** A world as it was at the last look, by `namespace/name`. */
interface Shown {
  readonly key: Key;
  readonly status: SpaceTimeStatus;
  /** Seconds since 1970. */
  readonly lookedAt: number;
}
const shown = new Map<string, Shown>();
/** Worlds for which there was no room. */
const others = new Set<string>();

/** A gauge whose series are made anew each time when somebody asks, so that none outlives what it says. */
function gauge<Label extends string>(
  name: string,
  help: string,
  labelNames: readonly Label[],
  each: (one: Shown) => readonly (readonly [Readonly<Record<Label, string>>, number])[],
): void {
  new Gauge({
    ...metric(name, help, [...world, ...labelNames]),
    collect() {
      this.reset();
      for (const one of shown.values()) {
        const { namespace, name: of } = one.key;
        for (const [labels, value] of each(one)) this.set({ namespace, name: of, ...labels }, value);
      }
    },
  });
}

gauge(
  'world_info',
  'Always 1; its labels say where the release of a world stands.',
  ['phase', 'stable', 'candidate'],
  ({ status: { phase = '', stableRevision: stable = '', candidateRevision: candidate = '' } }) => [
    [{ phase, stable, candidate }, 1],
  ],
);
gauge(
  'condition',
  'Always 1; its labels are a condition of a world.',
  ['type', 'status', 'reason'],
  ({ status: { conditions } }) =>
    conditions.map(({ type, status, reason }) => [{ type, status, reason }, 1] as const),
);
gauge(
  'rolled_back_timestamp_seconds',
  'When the last of the revisions that are held was rejected, in seconds since 1970.',
  ['revision', 'reason'],
  ({ status: { heldRevisions } }) =>
    [...heldRevisions]
      .sort((a, b) => Date.parse(b.since) - Date.parse(a.since))
      .slice(0, 1)
      .map(({ name, reason, since }) => [{ revision: name, reason }, Date.parse(since) / 1000] as const),
);
gauge(
  'looked_timestamp_seconds',
  'When the operator last looked at a world and decided, in seconds since 1970.',
  [],
  ({ lookedAt }) => [[{}, lookedAt]],
);
new Gauge({
  ...metric('worlds_without_series', 'SpaceTimes beyond those that have series of their own.', []),
  collect() {
    this.set(others.size);
  },
});

/** SpaceTimes that have series of their own. */
const mostWorlds = 500;

export interface WorldMetrics {
  /** Shows what a look has come to. */
  recorded(key: Key, status: SpaceTimeStatus): void;
  /** The SpaceTime is gone, and its series with it. */
  gone(key: Key): void;
}

/** Metrics that say how worlds are. `now` is the time of day. */
export function worldMetrics(now: () => Date, most = mostWorlds): WorldMetrics {
  const textOf = ({ namespace, name }: Key) => `${namespace}/${name}`;
  return {
    recorded: ({ namespace, name }, status) => {
      const text = textOf({ namespace, name });
      if (!shown.has(text) && shown.size >= most) {
        others.add(text);
        return;
      }
      others.delete(text);
      shown.set(text, { key: { namespace, name }, status, lookedAt: now().getTime() / 1000 });
    },
    gone: (key) => {
      shown.delete(textOf(key));
      others.delete(textOf(key));
    },
  };
}
