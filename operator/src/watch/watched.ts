import { quantity } from '../api/quantity.ts';
import type { SpaceTimeSpec } from '../api/spacetime.ts';
import type { SpaceTimeStatus } from '../api/status.ts';
import { judge } from '../rollout/judge/judge.ts';
import type { Sla } from '../rollout/judge/sla.ts';
import { onTrial, type Revision } from '../rollout/rollout.ts';
import { unwatched, type Watched } from '../rollout/watched.ts';
import { recordOf } from '../status/judged.ts';
import { rolloutOf } from '../status/rollout.ts';
import type { ReleaseWatch } from './releaseWatch.ts';

interface World {
  readonly owner: { readonly name: string; readonly namespace: string; readonly spec: SpaceTimeSpec };
  readonly status: SpaceTimeStatus;
  readonly serving: Revision | undefined;
  readonly now: Date;
}

export const keyText = ({ namespace, name }: { readonly namespace: string; readonly name: string }): string =>
  `${namespace}/${name}`;

/** What the watch has seen of the trial that the status records, with the judge's verdict at this moment. */
export function watched({ owner, status, serving, now }: World, watch: ReleaseWatch): Watched {
  const rollout = rolloutOf(status, serving);
  if (!onTrial(rollout)) return unwatched;
  const seen = watch.seen(keyText(owner), rollout);
  if (seen) {
    const sla = slaOf(owner.spec);
    const { checked, record, history } = seen;
    return { checked, record, verdict: judge(record, sla, now), history: { ...history, sla } };
  }
  return { ...unwatched, record: recordOf(status.release, rollout) };
}

/** Memory has a limit even where the SLA names none: 90 % of what a pod may use. */
function slaOf({ rollout: { sla, bakeSeconds }, resources }: SpaceTimeSpec): Sla {
  const { maxMemory, ...rest } = sla;
  const maxMemoryBytes = maxMemory ? quantity(maxMemory) : 0.9 * quantity(resources.limits.memory);
  return { ...rest, maxMemoryBytes, bakeSeconds };
}
