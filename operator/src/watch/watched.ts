import type { SpaceTimeSpec } from '../api/spacetime.ts';
import type { SpaceTimeStatus } from '../api/status.ts';
import { judge } from '../rollout/judge/judge.ts';
import type { JudgeRecord } from '../rollout/judge/record.ts';
import { isAtRest, isWatchable } from '../rollout/roles.ts';
import { onTrial, type Revision } from '../rollout/rollout.ts';
import { unwatched, type Watched } from '../rollout/watched.ts';
import { recordOf } from '../status/judged.ts';
import { rolloutOf } from '../status/rollout.ts';
import type { ReleaseWatch } from './releaseWatch.ts';
import { slaOf, stableSla } from './slaOf.ts';

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
  if (!isWatchable(rollout)) return unwatched;
  const seen = watch.seen(keyText(owner), rollout);
  if (seen && isAtRest(rollout))
    return { ...unwatched, sla: stableSla(seen, owner.spec), ...liveIn(seen.record) };
  if (seen) {
    const sla = slaOf(owner.spec);
    const { checked, record, history } = seen;
    return {
      ...unwatched,
      checked,
      record,
      verdict: judge(record, sla, now),
      history: { ...history, sla },
      ...liveIn(record),
    };
  }
  return onTrial(rollout) ? { ...unwatched, record: recordOf(status.release, rollout) } : unwatched;
}

/** A revision that stands alone is told as the candidate. */
function liveIn({ heardAt, memoryBytes }: JudgeRecord): Pick<Watched, 'live'> {
  if (heardAt.candidate === 0) return {};
  return { live: { heardAt: heardAt.candidate, memoryBytes: memoryBytes.candidate } };
}
