import type { Pod } from '../kube/types.ts';
import { isReady } from '../rollout/arm.ts';
import type { ArmCounts } from '../rollout/judge/batch.ts';
import { judgedMetrics, type LatencyLimit, since, together, totalsOf } from './counters.ts';
import { expositionReader } from './exposition.ts';
import type { AskPod } from './podHttp.ts';

/** Totals of each pod at the last look, by pod uid. */
export type Totals = ReadonlyMap<string, ArmCounts>;

const timeoutMilliseconds = 900;
/** One for all pods, whose pages have the same lines. */
const read = expositionReader(judgedMetrics);

/**
 * Reads the metrics of all ready pods at once. A pod that does not answer is not heard, and keeps its last totals as long
 * as it is there.
 */
export async function scrape(
  pods: readonly Pod[],
  before: Totals,
  limits: readonly LatencyLimit[],
  ask: AskPod,
): Promise<{ readonly counts: ArmCounts; readonly totals: Totals }> {
  const looks = await Promise.all(
    pods.filter(isReady).map(async (pod) => {
      const { status, text } = await ask(pod, { path: '/metrics', timeoutMilliseconds });
      return status === 200 ? [{ uid: uidOf(pod), now: totalsOf(read(text), limits) }] : [];
    }),
  );
  const heard = looks.flat();
  const there = new Set(pods.map(uidOf));
  const known = new Map([...before].filter(([uid]) => there.has(uid)));
  const totals = new Map([...known, ...heard.map(({ uid, now }) => [uid, now] as const)]);
  return {
    counts: together(
      heard.map(({ uid, now }) => since(before.get(uid), now)),
      ofOneClient(known, totals),
    ),
    totals,
  };
}

/**
 * By how much the failures of one client grew. Pods do not tell whose they are, so those of the pod where one client has most
 * count alone: any more could be another client's.
 */
function ofOneClient(before: Totals, now: Totals): number {
  const most = (totals: Totals) =>
    Math.max(0, ...[...before.keys()].map((uid) => totals.get(uid)?.ofOneClient ?? 0));
  return Math.max(0, most(now) - most(before));
}

const uidOf = ({ metadata }: Pod): string => metadata.uid ?? metadata.name;
