import { Counter, Gauge, Histogram } from 'prom-client';
import type { SpaceTimeStatus } from '../api/status.ts';
import type { Key } from '../kube/cluster.ts';
import type { KubeObject } from '../kube/types.ts';
import { type Happened, happened } from '../status/happened.ts';
import { metric } from './metrics.ts';
import { labelledWorlds, type WorldLabels } from './worldLabels.ts';

const world = ['namespace', 'name'] as const;

const releases = new Counter(
  metric('releases_total', 'Releases that ended: Settled, RolledBack, or Abandoned for another spec.', [
    ...world,
    'result',
  ]),
);
const releaseSeconds = new Histogram({
  ...metric('release_seconds', 'Seconds from the start of a release to its end.', ['result']),
  buckets: [15, 30, 60, 120, 300, 600, 1200, 3600, 7200, 21_600, 86_400],
});
const rollbacks = new Counter(
  metric('rollbacks_total', 'Revisions that were rejected and held, by the reason of the hold.', [
    ...world,
    'reason',
  ]),
);
const restoreSeconds = new Histogram({
  ...metric(
    'restore_seconds',
    'Seconds from the verdict, or the order, until the Service sent no user to the rejected revision any more.',
    [],
  ),
  buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
});
const failedRequests = new Counter(
  metric(
    'release_failed_requests_total',
    'Requests of users that candidates failed, as their pods counted.',
    [...world],
  ),
);
const verdicts = new Counter(
  metric('verdicts_total', 'Verdicts of the judge, each once while it stays the same.', ['verdict']),
);
const checks = new Counter(
  metric('checks_total', 'Checks of candidates that ended, by kind and result.', ['check', 'result']),
);
const drills = new Counter(
  metric('drills_total', 'Drills that ended: Passed, the fault was undone, or Failed, it was not found.', [
    ...world,
    'result',
  ]),
);
const heldRevisions = new Gauge(metric('held_revisions', 'Revisions that are held now.', [...world]));

const perWorld = [releases, rollbacks, failedRequests, drills, heldRevisions];
/** SpaceTimes that have series of their own; further ones share one without a name. */
const mostWorlds = 500;

export interface ReleaseMetrics {
  /** Counts what happened between a status and the one that was recorded after it. */
  recorded(key: Key, before: SpaceTimeStatus, after: SpaceTimeStatus): void;
  /** The event was told of a world. */
  announced(key: Key, reason: string): void;
  /** The object was applied: if it is the Service of a world whose users leave a revision, they have left. */
  applied(object: KubeObject): void;
  /** The SpaceTime is gone, and its series with it. */
  gone(key: Key): Promise<void>;
}

/** Metrics about releases. `now` is the time of day. */
export function releaseMetrics(now: () => Date, most = mostWorlds): ReleaseMetrics {
  const worlds = labelledWorlds(most);
  /** When it was decided that users leave, by world. */
  const leaving = new Map<string, number>();
  const textOf = ({
    namespace = '',
    name,
  }: {
    readonly namespace?: string | undefined;
    readonly name: string;
  }) => `${namespace}/${name}`;
  return {
    recorded: (key, before, after) => {
      const labels = worlds.labels(key);
      const seen = happened(before, after, now());
      if (labels.name) heldRevisions.set(labels, after.heldRevisions.length);
      if (seen.leaves) leaving.set(textOf(key), Date.parse(seen.leaves));
      for (const { reason } of seen.held) rollbacks.inc({ ...labels, reason });
      if (seen.ended) {
        releases.inc({ ...labels, result: seen.ended.result });
        releaseSeconds.observe({ result: seen.ended.result }, seen.ended.seconds);
        failedRequests.inc(labels, seen.ended.failedRequests);
      }
      countJudged(seen);
    },
    announced: (key, reason) => {
      const result = drillResults[reason];
      if (result) drills.inc({ ...worlds.labels(key), result });
    },
    applied: ({ kind, metadata }) => {
      const since = kind === 'Service' ? leaving.get(textOf(metadata)) : undefined;
      if (since === undefined) return;
      leaving.delete(textOf(metadata));
      restoreSeconds.observe((now().getTime() - since) / 1000);
    },
    gone: async (key) => {
      leaving.delete(textOf(key));
      const labels = worlds.release(key);
      if (labels) await Promise.all(perWorld.map((one) => removeSeries(one, labels)));
    },
  };
}

/** What a drill came to, by the event that tells of it; one that was interrupted has shown nothing. */
const drillResults: Readonly<Partial<Record<string, string>>> = {
  DrillPassed: 'Passed',
  DrillFailed: 'Failed',
};

async function removeSeries(one: (typeof perWorld)[number], { namespace, name }: WorldLabels): Promise<void> {
  const { values } = await one.get();
  for (const { labels } of values)
    if (labels.namespace === namespace && labels.name === name) one.remove(labels);
}

function countJudged({ verdict, checks: ended }: Happened): void {
  if (verdict) verdicts.inc({ verdict });
  for (const { name, result } of ended) checks.inc({ check: kindOf(name), result });
}

const kinds: readonly string[] = ['smoke', 'load', 'browser'];

/** Users name checks of their own as they like, so those are counted together. */
function kindOf(check: string): string {
  const [kind = ''] = check.split('.');
  return kinds.includes(kind) ? kind : 'custom';
}
