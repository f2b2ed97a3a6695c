import type { Pod } from '../kube/types.ts';
import type { ArmCounts } from '../rollout/judge/batch.ts';
import { judgedMetrics, type LatencyLimit, since, together, totalsOf } from './counters.ts';
import { parseExposition } from './exposition.ts';
import type { AskPod } from './podHttp.ts';

/** Totals of each pod at the last look, by pod uid. */
export type Totals = ReadonlyMap<string, ArmCounts>;

const timeoutMilliseconds = 900;

/** Reads the metrics of all pods at once. A pod that does not answer is not heard, and keeps its last totals. */
export async function scrape(
  pods: readonly Pod[],
  before: Totals,
  limits: readonly LatencyLimit[],
  ask: AskPod,
): Promise<{ readonly counts: ArmCounts; readonly totals: Totals }> {
  const looks = await Promise.all(
    pods.map(async (pod) => {
      const { status, text } = await ask(pod, { path: '/metrics', timeoutMilliseconds });
      const uid = pod.metadata.uid ?? pod.metadata.name;
      return status === 200 ? [{ uid, now: totalsOf(parseExposition(text, judgedMetrics), limits) }] : [];
    }),
  );
  const heard = looks.flat();
  return {
    counts: together(heard.map(({ uid, now }) => since(before.get(uid), now))),
    totals: new Map([...before, ...heard.map(({ uid, now }) => [uid, now] as const)]),
  };
}
