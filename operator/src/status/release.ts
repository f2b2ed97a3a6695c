import type {
  Check,
  JudgeRecord as Checkpoint,
  Verdict as RecordedVerdict,
  Release,
} from '../api/status/release.ts';
import type { JudgeRecord } from '../rollout/judge/record.ts';
import { keepsPods } from '../rollout/keptPods.ts';
import type { Verdict } from '../rollout/reading.ts';
import { onTrial, type Rollout, shownPhase, type Trial } from '../rollout/rollout.ts';
import { stepsOf } from '../rollout/shares.ts';
import { checkpoint } from './judged.ts';
import { deadlineOf, releaseDetails } from './releaseDetails.ts';
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

type Family = Checkpoint['families'][number];
type InFlight = Extract<Rollout, { candidate: string }>;

/** Seconds between two checkpoints of the judge while nothing else changes. */
const checkpointSeconds = { least: 15, most: 60 };
/** What a restart may lose is at most this part of the phase, so that a release is a few dozen writes, however long it bakes. */
const partOfPhase = 1 / 4;

/** The release in flight; kept after its end until the next one begins. */
export function releaseStatus(
  situation: Situation,
  judged: Judged,
  before: Release | undefined,
): Release | undefined {
  const { rollout, owner } = situation;
  if (!('candidate' in rollout)) return ended(rollout, judged, before);
  const deadline = deadlineOf(rollout, situation);
  return {
    revision: rollout.candidate,
    phase: shownPhase(rollout),
    startedAt: rollout.startedAt,
    phaseStartedAt: rollout.phaseStartedAt,
    ...(rollout.waiting && { waiting: rollout.waiting }),
    ...(deadline && { deadline }),
    ...releaseDetails(rollout),
    ...(keepsPods(rollout) && { replicas: owner.spec.replicas }),
    steps: stepsOf(owner.spec).length,
    trafficPercent: trafficPercent(situation),
    ...verdictAndSums({ ...situation, rollout }, judged, before),
    checks: judged.checks.map(shown),
    pullFailures: rollout.pullFailures.map((name) => cut(name, 253)).slice(0, 8),
  };
}

function ended(rollout: Rollout, { checks }: Judged, before: Release | undefined): Release | undefined {
  if (!before) return undefined;
  const rest = withoutDetails(before);
  const won = shownPhase(rollout) === 'Stable' && 'stable' in rollout && rollout.stable === before.revision;
  return {
    ...rest,
    checks: checks.map(shown),
    phase: shownPhase(rollout),
    step: 0,
    trafficPercent: won ? 100 : 0,
  };
}

/** Sums and sentence of the verdict change every second; they are written at transitions and once in a while. */
function verdictAndSums(
  { rollout, verdict }: Situation & { readonly rollout: InFlight },
  { record, now }: Judged,
  before: Release | undefined,
): Pick<Release, 'verdict' | 'judge'> {
  if (!rollout.stable) return {};
  const same = sameTrial(before, rollout) ? before : undefined;
  // What had users before is not on trial when it takes them back.
  if (!same?.verdict && !onTrial(rollout)) return {};
  const stays = same?.verdict && same.phase === shownPhase(rollout);
  if (stays && (!onTrial(rollout) || isRecent(same.verdict, verdict, rollout, now))) return saved(same);
  const told = { verdict: recorded(verdict, now), judge: checkpoint(record, rollout.startedAt) };
  return stays && saysTheSame(same, told) ? saved(same) : told;
}

/** Whether nothing has happened but that time has passed. */
const saysTheSame = (
  before: Release,
  told: { readonly verdict: RecordedVerdict; readonly judge: Checkpoint },
): boolean =>
  before.verdict?.reason === told.verdict.reason &&
  before.verdict.message === told.verdict.message &&
  told.judge.families.every((family, i) => isSame(before.judge?.families[i], family));

const isSame = (a: Family | undefined, b: Family): boolean =>
  a?.name === b.name &&
  a.logE === b.logE &&
  a.stableCount === b.stableCount &&
  a.stableBad === b.stableBad &&
  a.candidateCount === b.candidateCount &&
  a.candidateBad === b.candidateBad;

/**
 * The verdict as it is told: its numbers may change each second, and its sentence stands in several conditions, so the
 * sentence that was recorded stays as long as the record does.
 */
export function toldVerdict(
  { rollout, verdict }: Pick<Situation, 'rollout' | 'verdict'>,
  before: Release | undefined,
  now: Date,
): Verdict {
  if (!('candidate' in rollout) || !sameTrial(before, rollout) || before?.phase !== shownPhase(rollout))
    return verdict;
  const known = before.verdict;
  return known?.reason === reasonOf(verdict) && isRecent(known, verdict, rollout, now)
    ? { ...verdict, message: known.message }
    : verdict;
}

function withoutDetails(release: Release): Release {
  const {
    deadline: _1,
    canaryStartedAt: _2,
    closed: _3,
    promotedBy: _4,
    recall: _5,
    approval: _6,
    waiting: _7,
    recoveries: _8,
    comparedSince: _9,
    replicas: _10,
    ...rest
  } = release;
  return rest;
}

const sameTrial = (before: Release | undefined, { candidate, startedAt }: Trial): boolean =>
  before?.revision === candidate && before.startedAt === startedAt;

function isRecent(
  before: RecordedVerdict | undefined,
  verdict: Verdict,
  { phaseStartedAt, waiting }: Trial,
  now: Date,
): boolean {
  if (before?.name !== nameOf(verdict)) return false;
  const [since, recordedAt] = [Date.parse(phaseStartedAt), Date.parse(before.time)];
  const { least, most } = checkpointSeconds;
  // A release that does not go on may lose more: it is in no hurry, and may wait for weeks.
  const longest = waiting ? Number.POSITIVE_INFINITY : most;
  const seconds = Math.min(longest, Math.max(least, ((recordedAt - since) / 1000) * partOfPhase));
  return now.getTime() - recordedAt < seconds * 1000;
}

const saved = ({ verdict, judge }: Release): Pick<Release, 'verdict' | 'judge'> => ({
  ...(verdict && { verdict }),
  ...(judge && { judge }),
});

/** A release that may go on as far as the judge is concerned, and one that also has seen enough to be promoted. */
const nameOf = (verdict: Verdict): RecordedVerdict['name'] =>
  verdict.name === 'Continue' && verdict.isProven ? 'Promote' : verdict.name;

const reasonOf = (verdict: Verdict): string => ('reason' in verdict ? verdict.reason : 'NoWorse');

const recorded = (verdict: Verdict, now: Date): RecordedVerdict => ({
  name: nameOf(verdict),
  reason: reasonOf(verdict),
  message: cut(verdict.message, 320),
  time: now.toISOString(),
});

const shown = ({ evidence, ...row }: Check): Check => ({
  ...row,
  name: cut(row.name, 40),
  ...(evidence && { evidence: cut(evidence, 160) }),
});
