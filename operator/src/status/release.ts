import type { Check, Verdict as RecordedVerdict, Release } from '../api/status/release.ts';
import type { JudgeRecord } from '../rollout/judge/record.ts';
import type { Verdict } from '../rollout/reading.ts';
import type { In, OnTrial, Rollout, Trial } from '../rollout/rollout.ts';
import { canarySteps } from '../rollout/shares.ts';
import { checkpoint } from './judged.ts';
import { cut } from './rollout.ts';
import { trafficPercent } from './serving.ts';
import type { Situation } from './situation.ts';

/** What the judge and the checks said, beside the situation. */
export interface Judged {
  readonly record: JudgeRecord;
  /** Rows of the checks of this trial. */
  readonly checks: readonly Check[];
  readonly now: Date;
}

/** Seconds between two checkpoints of the judge while nothing else changes, so that a release is a few dozen writes. */
const checkpointSeconds = 15;

/** The release in flight; kept after its end until the next one begins. */
export function releaseStatus(
  situation: Situation,
  judged: Judged,
  before: Release | undefined,
): Release | undefined {
  const { rollout, owner } = situation;
  if (!('candidate' in rollout)) return ended(rollout, judged, before);
  const steps = canarySteps(owner.spec.replicas, owner.spec.rollout.canary);
  const deadline = deadlineOf(rollout, situation);
  return {
    revision: rollout.candidate,
    phase: rollout.phase,
    startedAt: rollout.startedAt,
    phaseStartedAt: rollout.phaseStartedAt,
    ...(deadline && { deadline }),
    ...inCanary(rollout),
    steps: steps.length,
    trafficPercent: trafficPercent(situation),
    ...verdictAndSums({ ...situation, rollout }, judged, before),
    checks: judged.checks.map(shown),
    pullFailures: rollout.pullFailures.map((name) => cut(name, 253)).slice(0, 8),
  };
}

const inCanary = (rollout: Rollout): Pick<Release, 'step' | 'canaryStartedAt' | 'closed'> =>
  rollout.phase === 'Canary'
    ? {
        step: rollout.step + 1,
        canaryStartedAt: rollout.canaryStartedAt,
        ...(rollout.closed && { closed: rollout.closed }),
      }
    : { step: 0 };

function ended(rollout: Rollout, { checks }: Judged, before: Release | undefined): Release | undefined {
  if (!before) return undefined;
  const { deadline: _deadline, closed: _closed, ...rest } = before;
  const won = rollout.phase === 'Stable' && rollout.stable === before.revision;
  return { ...rest, checks: checks.map(shown), phase: rollout.phase, step: 0, trafficPercent: won ? 100 : 0 };
}

/** A closed canary has none: its clock stands still. */
function deadlineOf(rollout: OnTrial | In<'RollingBack'>, { owner }: Situation): string | undefined {
  if (rollout.phase === 'Canary' && rollout.closed) return undefined;
  const { deadlines, bakeSeconds } = owner.spec.rollout;
  const seconds = {
    Preparing: deadlines.preparingSeconds,
    Checking: deadlines.checkingSeconds,
    Canary: deadlines.canarySeconds,
    Promoting: deadlines.promotingSeconds,
    Baking: bakeSeconds,
    RollingBack: deadlines.rollingBackSeconds,
  }[rollout.phase];
  const since = rollout.phase === 'Canary' ? rollout.canaryStartedAt : rollout.phaseStartedAt;
  return new Date(Date.parse(since) + seconds * 1000).toISOString();
}

/** Sums and sentence of the verdict change every second; they are written at transitions and every few seconds. */
function verdictAndSums(
  { rollout, verdict }: Situation & { readonly rollout: OnTrial | In<'RollingBack'> },
  { record, now }: Judged,
  before: Release | undefined,
): Pick<Release, 'verdict' | 'judge'> {
  if (!rollout.stable) return {};
  const same = sameTrial(before, rollout) ? before : undefined;
  const stays = same?.verdict && same.phase === rollout.phase;
  if (stays && (rollout.phase === 'RollingBack' || isRecent(same.verdict, verdict, now))) return saved(same);
  return { verdict: recorded(verdict, now), judge: checkpoint(record, rollout.startedAt) };
}

const sameTrial = (before: Release | undefined, { candidate, startedAt }: Trial): boolean =>
  before?.revision === candidate && before.startedAt === startedAt;

const isRecent = (before: RecordedVerdict | undefined, verdict: Verdict, now: Date): boolean =>
  before?.name === nameOf(verdict) && now.getTime() - Date.parse(before.time) < checkpointSeconds * 1000;

const saved = ({ verdict, judge }: Release): Pick<Release, 'verdict' | 'judge'> => ({
  ...(verdict && { verdict }),
  ...(judge && { judge }),
});

/** A release that may go on as far as the judge is concerned, and one that also has seen enough to be promoted. */
const nameOf = (verdict: Verdict): RecordedVerdict['name'] =>
  verdict.name === 'Continue' && verdict.isProven ? 'Promote' : verdict.name;

const recorded = (verdict: Verdict, now: Date): RecordedVerdict => ({
  name: nameOf(verdict),
  reason: 'reason' in verdict ? verdict.reason : 'NoWorse',
  message: cut(verdict.message, 320),
  time: now.toISOString(),
});

const shown = ({ evidence, ...row }: Check): Check => ({
  ...row,
  name: cut(row.name, 40),
  ...(evidence && { evidence: cut(evidence, 160) }),
});
