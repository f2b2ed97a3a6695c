import { checkAnnotations } from '../api/identity.ts';
import type { Check } from '../api/status/release.ts';
import type { Job, KubeObject, Pod } from '../kube/types.ts';
import { isControlledBy } from '../kube/write/ownership.ts';
import type { CheckedTrial } from '../plan/checkJob.ts';
import { isOfTrial } from '../plan/checks.ts';
import { type Gate, gateOf } from '../rollout/checkGate.ts';
import { type CheckRun, runOf } from '../rollout/checkRun.ts';
import { type ChecksFound, checkRows, pendingRows } from '../rollout/checks.ts';
import { isSameTrial } from '../rollout/roles.ts';
import { onTrial, type Rollout } from '../rollout/rollout.ts';
import type { Observed } from './observed.ts';

/** How the checks of the candidate stand: what is told of them, and whether they let it on. */
export interface ChecksSeen {
  readonly rows: readonly Check[];
  readonly gate: Gate;
}

/** Reads the Jobs of this very trial and their pods. Before and after Checking nothing new is found. What has served before is not checked. */
export function checksOf(observed: Observed, rollout: Rollout): ChecksSeen {
  const { status, owner } = observed;
  const { checks: policy } = owner.spec.rollout;
  const before = status.release?.checks ?? [];
  if (!('candidate' in rollout)) return { rows: before, gate: passed };
  const told = status.release?.startedAt === rollout.startedAt ? before : [];
  if (rollout.phase !== 'Checking')
    return { rows: told.length > 0 ? told : firstRows(observed, rollout), gate: passed };
  const found = foundOf(observed, rollout, told);
  const rows = checkRows(policy, found);
  return { rows, gate: gateOf(rows, policy, found) };
}

const passed: Gate = { result: 'Passed' };

/** The checks of the trial that is on now: a new one begins with none. */
export function checksAfter(
  observed: Observed,
  before: Rollout,
  after: Rollout,
  checks: ChecksSeen,
): ChecksSeen {
  if (!('candidate' in after) || isSameTrial(before, after)) return checks;
  return { rows: firstRows(observed, after), gate: passed };
}

/** The rows with which the checks of a candidate begin. */
const firstRows = (observed: Observed, rollout: Rollout): readonly Check[] =>
  onTrial(rollout) ? pendingRows(observed.owner.spec.rollout.checks, whatIsThere(observed)) : [];

const whatIsThere = ({ checkImages }: Observed): Pick<ChecksFound, 'hasProgram' | 'hasBrowser'> => ({
  hasProgram: checkImages !== undefined,
  hasBrowser: checkImages?.browser !== undefined,
});

/** What the Jobs of one trial, or of one run of the checklist, have come to. */
export function foundOf(observed: Observed, trial: CheckedTrial, before: readonly Check[]): ChecksFound {
  const { children, watched, now } = observed;
  const jobs = children.filter((child): child is Job => isJob(child) && isOfTrial(child, trial));
  const runs = jobs.map((job) => [customOf(job), runOfJob(job, observed)] as const);
  const run = runs.find(([custom]) => custom === undefined)?.[1];
  return {
    own: watched.checked,
    ...(run && { run }),
    customs: new Map(runs.flatMap(([custom, one]) => (custom === undefined ? [] : [[custom, one] as const]))),
    ...whatIsThere(observed),
    before,
    now,
  };
}

const isJob = ({ kind }: KubeObject): boolean => kind === 'Job';

const customOf = ({ metadata }: Job): string | undefined => metadata.annotations?.[checkAnnotations.custom];

const runOfJob = (job: Job, { checkPods, now }: Observed): CheckRun =>
  runOf(
    job,
    checkPods.filter((pod: Pod) => isControlledBy(pod, job.metadata.uid ?? 'none')),
    now,
  );
