import type { Verdict as RecordedVerdict, Release } from '../api/status/release.ts';
import type { Checked, Verdict } from '../rollout/reading.ts';
import type { JudgeRecord } from '../rollout/record.ts';
import { type In, type OnTrial, onTrial, type Rollout } from '../rollout/rollout.ts';
import { canarySteps } from '../rollout/shares.ts';
import { checkpoint } from './judged.ts';
import { cut } from './rollout.ts';
import { trafficPercent } from './serving.ts';
import type { Situation } from './situation.ts';

/** What the judge and the checks said, beside the situation. */
export interface Judged {
  readonly record: JudgeRecord;
  readonly checked: Checked;
  readonly now: Date;
}

/** Seconds between two checkpoints of the judge while nothing else changes, so that a release is a few dozen writes. */
const checkpointSeconds = 10;

/** The release in flight; kept after its end until the next one begins. */
export function releaseStatus(
  situation: Situation,
  judged: Judged,
  before: Release | undefined,
): Release | undefined {
  const { rollout, owner } = situation;
  if (!('candidate' in rollout)) return ended(rollout, before);
  const steps = canarySteps(owner.spec.replicas, owner.spec.rollout.canary);
  const deadline = deadlineOf(rollout, situation);
  return {
    revision: rollout.candidate,
    phase: rollout.phase,
    startedAt: rollout.startedAt,
    phaseStartedAt: rollout.phaseStartedAt,
    ...(deadline && { deadline }),
    step: rollout.phase === 'Canary' ? rollout.step + 1 : 0,
    steps: steps.length,
    trafficPercent: trafficPercent(situation),
    ...verdictAndSums(situation, judged, before),
    checks: [smoke(situation, judged.checked)],
    pullFailures: rollout.pullFailures.map((name) => cut(name, 253)).slice(0, 8),
  };
}

const ended = (rollout: Rollout, before: Release | undefined): Release | undefined =>
  before && {
    ...before,
    phase: rollout.phase,
    step: 0,
    trafficPercent: rollout.phase === 'Stable' ? 100 : 0,
  };

function deadlineOf(rollout: OnTrial | In<'RollingBack'>, { owner }: Situation): string | undefined {
  const { deadlines, bakeSeconds } = owner.spec.rollout;
  const seconds = {
    Preparing: deadlines.preparingSeconds,
    Checking: deadlines.checkingSeconds,
    Canary: deadlines.canarySeconds,
    Promoting: deadlines.promotingSeconds,
    Baking: bakeSeconds,
    RollingBack: deadlines.rollingBackSeconds,
  }[rollout.phase];
  const since = rollout.phase === 'Canary' ? rollout.startedAt : rollout.phaseStartedAt;
  return new Date(Date.parse(since) + seconds * 1000).toISOString();
}

/** Sums and sentence of the verdict change every second; they are written at transitions and every few seconds. */
function verdictAndSums(
  { rollout, verdict }: Situation,
  { record, now }: Judged,
  before: Release | undefined,
): Pick<Release, 'verdict' | 'judge'> {
  if (!onTrial(rollout) || !rollout.stable) return pick(before);
  const recent =
    before?.verdict &&
    before.phase === rollout.phase &&
    before.revision === rollout.candidate &&
    before.verdict.name === verdict.name &&
    now.getTime() - Date.parse(before.verdict.time) < checkpointSeconds * 1000;
  if (recent) return pick(before);
  return { verdict: recorded(verdict, now), judge: checkpoint(record, rollout.startedAt) };
}

const pick = (before: Release | undefined): Pick<Release, 'verdict' | 'judge'> => ({
  ...(before?.verdict && { verdict: before.verdict }),
  ...(before?.judge && { judge: before.judge }),
});

const recorded = (verdict: Verdict, now: Date): RecordedVerdict => ({
  name: verdict.name,
  reason: 'reason' in verdict ? verdict.reason : 'NoWorse',
  message: cut(verdict.message, 320),
  time: now.toISOString(),
});

function smoke({ owner }: Situation, checked: Checked): Release['checks'][number] {
  const { mode } = owner.spec.rollout.checks.smoke;
  const result = mode === 'Disabled' ? 'Skipped' : checked.result;
  return {
    name: 'smoke',
    mode,
    result,
    ...(checked.result === 'Failed' && { evidence: cut(checked.message, 160) }),
  };
}
