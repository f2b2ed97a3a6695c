import type { KubeObject } from '../kube/types.ts';
import { verdictRecord } from '../plan/verdictRecord.ts';
import { recordText } from '../rollout/judge/history.ts';
import { onTrial, type Rollout } from '../rollout/rollout.ts';
import type { Observed } from './observed.ts';

/** The record of the release that ends with this decision; nothing while it goes on, or where nobody watched it. */
export function verdictsOf(
  { owner, watched }: Observed,
  before: Rollout,
  after: Rollout,
): readonly KubeObject[] {
  const goesOn =
    onTrial(before) &&
    onTrial(after) &&
    before.candidate === after.candidate &&
    before.startedAt === after.startedAt;
  if (!onTrial(before) || goesOn || !watched.history) return [];
  const { sla, ...history } = watched.history;
  const { candidate, startedAt } = before;
  return [verdictRecord(owner, candidate, recordText({ revision: candidate, startedAt, sla }, history))];
}
