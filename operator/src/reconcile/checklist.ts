import type { Checklist } from '../api/status/checklist.ts';
import type { Check } from '../api/status/release.ts';
import { filledIn, runOfChecklist } from '../checklist/evaluate.ts';
import type { Facts } from '../checklist/facts.ts';
import { checklistGate } from '../checklist/gate.ts';
import { checklistObjects, isOfChecklist } from '../plan/checklistJob.ts';
import { isOfTrial, type WantedChecks } from '../plan/checks.ts';
import { programSeconds } from '../rollout/checkGate.ts';
import { checkGroups, checkRows, reportIn } from '../rollout/checks.ts';
import { isAtRest } from '../rollout/roles.ts';
import type { Revision, Rollout } from '../rollout/rollout.ts';
import { hasPassed } from '../rollout/unexposed.ts';
import { checklistAnnouncements } from '../status/checklist.ts';
import type { Announcement } from '../status/events.ts';
import { revisionOf } from './arms.ts';
import { type ChecksSeen, foundOf } from './checks.ts';
import { type Fresh, freshCommands, freshOf, type Outcome } from './commands.ts';
import type { Observed } from './observed.ts';

/** Where the checklist stands after this look. */
export interface ChecklistSeen {
  readonly checklist?: Checklist;
  readonly outcomes: ReadonlyMap<Fresh, Outcome>;
  readonly announcements: readonly Announcement[];
  /** Objects of a run that is under way. */
  readonly wanted: WantedChecks;
  /** Seconds until there is something to do again; absent while nothing else but time brings it. */
  readonly inSeconds?: number;
}

/** Seconds between two looks for what could not be seen when the checklist ran, and for how long beyond a bake. */
const fillSeconds = { each: 60, beyond: 300 };
/** Seconds that pulling images and starting a world may take beyond the times of the checks. */
const spareSeconds = 240;

/** Takes the checklist a step on: begins a run, ends it, or keeps what stands. Nothing is run while a release is under way. */
export function checklistAfter(observed: Observed, rollout: Rollout, rows: readonly Check[]): ChecklistSeen {
  const pending = pendingCommand(observed);
  const before = observed.status.checklist;
  if (!isAtRest(rollout)) return waits(before, outcomesOf(observed, pending, later));
  if (observed.owner.spec.replicas === 0) return waits(before, outcomesOf(observed, pending, off));
  const facts = factsOf(observed, rollout.stable, {
    rows: observed.status.release?.revision === rollout.stable ? rows : [],
    isSettled: true,
  });
  const { after, isRunning } = stepOf(observed, facts, pending !== undefined);
  const trial = { candidate: rollout.stable, startedAt: after.startedAt ?? '' };
  const inSeconds = isRunning ? undefined : nextLook(observed, after);
  return {
    checklist: after,
    outcomes: outcomesOf(observed, pending, answer(after, isRunning)),
    announcements: checklistAnnouncements(before, after, observed.owner),
    wanted: isRunning ? wantedOf(observed, trial) : nothing,
    ...(inSeconds !== undefined && { inSeconds }),
  };
}

const nothing: WantedChecks = { create: [], keep: [] };

/** What is said to somebody who asks for a run while a release is under way. */
const later = { result: 'InProgress', message: 'It runs when the release has ended.' } as const;

/** What is said to somebody who asks for a run of a world that serves nobody: its lines would be those of no pod. */
const off = {
  result: 'Refused',
  message: 'The world is turned off (replicas: 0), so there is nothing to look at.',
} as const;

function waits(before: Checklist | undefined, outcomes: ChecklistSeen['outcomes']): ChecklistSeen {
  const { startedAt: _, ...kept } = before ?? {};
  return {
    ...(before && { checklist: kept as Checklist }),
    outcomes,
    announcements: [],
    wanted: nothing,
  };
}

/** A command that has not been answered yet. */
function pendingCommand({ object, status }: Observed): Fresh | undefined {
  if (status.observedGeneration === undefined) return undefined;
  const fresh = freshCommands(object, status.commands).find(({ name }) => name === 'checklist');
  const begun = status.commands.find(({ name, result }) => name === 'checklist' && result === 'InProgress');
  return fresh ?? (begun && freshOf('checklist', begun.value));
}

interface Step {
  readonly after: Checklist;
  readonly isRunning: boolean;
}

function stepOf(observed: Observed, facts: Facts, isAsked: boolean): Step {
  const known = observed.status.checklist;
  const before = known?.revision === facts.revision ? known : undefined;
  if (before?.startedAt) return onward(observed, facts, before);
  const isDue = isAsked || (before !== undefined && dueSeconds(observed, before) <= 0);
  // The checks of a release have answered for its revision already.
  const asksAnew = before ? isDue : facts.rows.length === 0;
  if (asksAnew && hasProgram(observed)) {
    const startedAt = facts.now.toISOString();
    return { after: { ...(before ?? runOfChecklist(facts, known)), startedAt }, isRunning: true };
  }
  // What the checks of the release found may be older than the last run.
  const unasked = { ...facts, rows: [] };
  const after = before && !isDue ? between(observed, unasked, before) : runOfChecklist(facts, known);
  return { after, isRunning: false };
}

/** What people have changed in the spec is read at once; it is no run. */
const between = ({ status, owner }: Observed, facts: Facts, before: Checklist): Checklist =>
  status.observedGeneration === owner.generation
    ? filledIn(facts, before)
    : { ...runOfChecklist(facts, before), lastRunTime: before.lastRunTime };

const hasProgram = ({ checkImages, owner }: Observed): boolean =>
  checkImages !== undefined &&
  checkGroups.some((group) => owner.spec.rollout.checks[group].mode !== 'Disabled');

const dueSeconds = ({ now, owner }: Observed, { lastRunTime }: Checklist): number =>
  owner.spec.checklist.intervalSeconds - (now.getTime() - Date.parse(lastRunTime)) / 1000;

/** A run ends when the check program has spoken, or could not in its time. */
function onward(observed: Observed, facts: Facts, before: Checklist): Step {
  const { checks: policy } = observed.owner.spec.rollout;
  const found = foundOf(observed, { candidate: facts.revision, startedAt: before.startedAt ?? '' }, []);
  const rows = checkRows(policy, { ...found, own: { result: 'Passed' } });
  const report = reportIn(found.run);
  if (report && 'checks' in report)
    return { after: runOfChecklist({ ...facts, rows }, before), isRunning: false };
  const hasEnded = found.run?.state === 'Ended';
  const seconds = (facts.now.getTime() - Date.parse(before.startedAt ?? '')) / 1000;
  if (!hasEnded && seconds < programSeconds(policy) + spareSeconds) return { after: before, isRunning: true };
  const trouble = report?.error ?? `the check program left no report within ${Math.round(seconds)} s`;
  return { after: runOfChecklist({ ...facts, rows: [], trouble }, before), isRunning: false };
}

/** What is new for whom asked for a run: one who waits is told once what for. */
function outcomesOf(
  { status }: Observed,
  pending: Fresh | undefined,
  outcome: Exclude<Outcome, { result: 'Later' }>,
): ReadonlyMap<Fresh, Outcome> {
  const told = status.commands.find(({ name }) => name === 'checklist');
  const isTold =
    told?.value === pending?.value && told?.result === outcome.result && told.message === outcome.message;
  return pending && !isTold ? new Map([[pending, outcome]]) : new Map();
}

const answer = (
  { passed, total, summary }: Checklist,
  isRunning: boolean,
): Exclude<Outcome, { result: 'Later' }> =>
  isRunning
    ? { result: 'InProgress', message: 'The check program asks the stable revision.' }
    : { result: 'Done', message: `${passed} of ${total} lines (${summary}).` };

function wantedOf(
  observed: Observed,
  trial: { readonly candidate: Revision; readonly startedAt: string },
): WantedChecks {
  const { owner, children, records, checkImages: images } = observed;
  const keep = children.filter((child) => isOfTrial(child, trial) && isOfChecklist(child));
  const recorded = records.find(({ name }) => name === trial.candidate);
  // One of an earlier run goes first.
  const isBlocked = children.some((child) => isOfChecklist(child) && !keep.includes(child));
  if (!recorded || !images || isBlocked) return { create: [], keep };
  const wanted = checklistObjects(owner, trial, { recorded, images, token: observed.freshCheckToken });
  return { create: wanted.filter(({ kind }) => !keep.some((one) => one.kind === kind)), keep };
}

/** A run is due after its interval; for a while after one, what it could not see is looked for. */
function nextLook(observed: Observed, checklist: Checklist): number {
  const due = Math.max(1, Math.ceil(dueSeconds(observed, checklist)));
  const { bakeSeconds } = observed.owner.spec.rollout;
  const age = (observed.now.getTime() - Date.parse(checklist.lastRunTime)) / 1000;
  const isYoung = age < bakeSeconds + fillSeconds.beyond;
  return isYoung ? Math.min(due, fillSeconds.each) : due;
}

/** What a look shows of one revision. */
function factsOf(
  { now, owner, status, children, pods, watched }: Observed,
  revision: Revision,
  more: Pick<Facts, 'rows' | 'isSettled'>,
): Facts {
  const { release } = status;
  return {
    now,
    name: owner.name,
    spec: owner.spec,
    revision,
    conditions: status.conditions,
    children,
    pods: pods.filter((pod) => revisionOf(pod) === revision && !pod.metadata.deletionTimestamp),
    ...(watched.live && { live: watched.live }),
    sla: watched.sla,
    commands: status.commands,
    ...(release?.revision === revision && { release }),
    ...more,
  };
}

/** The checks of a candidate, which does not get users with fewer lines of the checklist than the spec asks for either. */
export function withChecklist(observed: Observed, rollout: Rollout, checks: ChecksSeen): ChecksSeen {
  if (rollout.phase !== 'Checking') return checks;
  // Advice that does not come in its time is passed over; the lines that it would have answered are open all the same.
  if (!hasPassed(rollout, { gate: checks.gate, now: observed.now })) return checks;
  const facts = factsOf(observed, rollout.candidate, { rows: checks.rows, isSettled: false });
  return { ...checks, gate: checklistGate(facts) };
}
