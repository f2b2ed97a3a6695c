import { rollBack } from './begin.ts';
import { resumedCanary } from './clock.ts';
import type { Policy } from './policy.ts';
import type { Reading } from './reading.ts';
import { notRecalled, recall } from './recall.ts';
import { type In, type OnTrial, onTrial, type Revision, type Rollout } from './rollout.ts';
import { stepAt, stepsOf } from './shares.ts';
import { mayTurnBack } from './turnBack.ts';

/** What a person asks of a release. `target` is a revision, for `approve` with its step (`REV/STEP`), for `undo` also `previous`. */
export interface Order {
  readonly name: 'promote' | 'approve' | 'abort' | 'undo';
  readonly target: string;
}

/** What becomes of an order. `Later`: what is under way has to end first, and then it is carried out. */
export type Answer =
  | { readonly result: 'Done'; readonly rollout: Rollout; readonly message: string }
  | { readonly result: 'Refused'; readonly message: string }
  | { readonly result: 'Later' };

/** Carries out an order, or says why not. An order for one revision never touches another. */
export function obey(order: Order, at: Rollout, reading: Reading, policy: Policy): Answer {
  if (order.name === 'undo' && isUnderWay(order.target, at)) return underWay(at);
  if (order.name === 'abort' && at.phase === 'Recalling' && at.candidate === order.target) return stay(at);
  // What is being undone is taken as it will be when that is over.
  if (at.phase === 'RollingBack' || at.phase === 'Recalling' || at.phase === 'Comparing') return later;
  switch (order.name) {
    case 'promote':
      return promote(order.target, at, reading);
    case 'approve':
      return approve(order.target, at, reading, policy);
    case 'abort':
      return abort(order.target, at, reading, policy);
    case 'undo':
      return undo(order.target, at, reading, policy);
  }
}

type AtRest = Exclude<Rollout, In<'RollingBack' | 'Recalling' | 'Comparing'>>;

type Undoing = In<'RollingBack' | 'Recalling'>;

/** The revision that gets all users when this is over. */
const returning = (at: Undoing): Revision | undefined =>
  at.phase === 'Recalling' ? at.candidate : at.stable;

/** A person and the judge, or two persons, who undo the same at the same time mean one step back, not two. */
function isUnderWay(target: string, at: Rollout): at is Undoing {
  if (at.phase !== 'RollingBack' && at.phase !== 'Recalling') return false;
  const revision = returning(at);
  return revision !== undefined && (target === 'previous' || target === revision);
}

function underWay(at: Undoing): Answer {
  const left = at.phase === 'Recalling' ? at.stable : at.candidate;
  return done(at, `Revision ${left} is being undone already; ${returning(at)} gets all users.`);
}

const later: Answer = { result: 'Later' };
const refused = (message: string): Answer => ({ result: 'Refused', message });
const done = (rollout: Rollout, message: string): Answer => ({ result: 'Done', rollout, message });

const notOnTrial = (target: string, at: AtRest): Answer =>
  refused(
    onTrial(at)
      ? `Revision ${target} is not on trial; the candidate is ${at.candidate}.`
      : `Revision ${target} is not on trial; no release is under way.`,
  );

/** An earlier revision may find no room in the cluster, and be waited for without an end. */
const stay = (at: In<'Recalling'>): Answer =>
  done(notRecalled(at), `Revision ${at.candidate} is not started any more; ${at.stable} keeps all users.`);

function promote(target: string, at: AtRest, reading: Reading): Answer {
  if (!onTrial(at) && reading.held.includes(target)) return promoteHeld(target, at, reading);
  if (!onTrial(at) || at.candidate !== target) return notOnTrial(target, at);
  const isPrepared = at.phase !== 'Preparing' && at.phase !== 'Checking';
  // Both revisions get users, and a selector for both would reach a third as well.
  if (!isPrepared && reading.strangers > 0) return later;
  return at.phase === 'Baking' || at.stable === undefined
    ? settle(at, reading)
    : done(promoted({ ...at, stable: at.stable }, reading.now), `Revision ${target} is promoted.`);
}

function settle({ candidate }: OnTrial, reading: Reading): Answer {
  return reading.candidate.ready > 0
    ? done({ phase: 'Stable', stable: candidate }, `Revision ${candidate} is stable.`)
    : refused(`Revision ${candidate} has no ready pod, so it cannot be settled.`);
}

/** A false alarm: the same revision again, with all its pods and without a canary. */
function promoteHeld(revision: Revision, at: AtRest, reading: Reading): Answer {
  const stable = 'stable' in at ? at.stable : undefined;
  if (reading.wanted !== revision)
    return refused(`Revision ${revision} is not what the spec asks for; that is ${reading.wanted}.`);
  if (!stable) return refused(`Nothing serves beside revision ${revision}; annotate spacetime.dev/retry.`);
  if (reading.strangers > 0) return later;
  const startedAt = reading.now.toISOString();
  return done(
    promoted({ stable, candidate: revision, startedAt, pullFailures: [] }, reading.now),
    `Revision ${revision} is released from its hold and promoted.`,
  );
}

const promoted = (
  { stable, candidate, startedAt, pullFailures }: Omit<In<'Promoting'>, 'phase' | 'phaseStartedAt'>,
  now: Date,
): In<'Promoting'> => ({
  phase: 'Promoting',
  stable,
  candidate,
  startedAt,
  phaseStartedAt: now.toISOString(),
  pullFailures,
  promotedBy: 'Person',
});

function approve(target: string, at: AtRest, { now }: Reading, policy: Policy): Answer {
  const [revision, number] = target.split('/');
  if (at.phase !== 'Canary' || at.candidate !== revision)
    return refused(`Revision ${revision} is not in a canary, so it has no step to approve.`);
  const isThisStep = Number(number) === at.step + 1;
  if (!isThisStep)
    return refused(`Revision ${revision} is in step ${at.step + 1}; approve ${revision}/${at.step + 1}.`);
  const step = stepAt(stepsOf(policy), at.step);
  if (!step?.isManual) return refused(`Step ${number} of revision ${revision} needs no approval.`);
  // However long the person took, the steps that follow have their time.
  const going = resumedCanary(at, now);
  const canaryStartedAt = at.approval === 'Required' ? now.toISOString() : going.canaryStartedAt;
  return done(
    { ...going, canaryStartedAt, approval: 'Given' },
    `Step ${number} of revision ${revision} may end.`,
  );
}

function abort(target: string, at: AtRest, reading: Reading, policy: Policy): Answer {
  if (!onTrial(at) || at.candidate !== target) return notOnTrial(target, at);
  return turnBack(at, reading, policy, 'Aborted');
}

function turnBack(at: OnTrial, reading: Reading, policy: Policy, reason: 'Aborted' | 'Undone'): Answer {
  if (!mayTurnBack(at, reading, policy))
    return refused(
      `Revision ${at.stable} has ${reading.stable.ready} of ${policy.replicas} pods ready: there is nobody to go back to.`,
    );
  const message = `A person ${reason === 'Aborted' ? 'aborted the release' : 'undid it'} in ${at.phase}.`;
  return done(
    rollBack(at, { reason, message, evidence: [] }, reading.now),
    `Revision ${at.candidate} is rolled back.`,
  );
}

function undo(target: string, at: AtRest, reading: Reading, policy: Policy): Answer {
  const stable = 'stable' in at ? at.stable : undefined;
  if (!stable) return refused('No revision has had all users yet, so there is nothing to go back to.');
  if (onTrial(at))
    return target === 'previous' || target === stable
      ? turnBack(at, reading, policy, 'Undone')
      : refused(`A release is under way and goes back to ${stable} only; abort ${at.candidate} first.`);
  if (target === stable) return refused(`Revision ${target} has all users already.`);
  return leave(target, { stable, ...('breach' in at && { breach: at.breach }) }, at, reading);
}

/** Goes back from what is stable, which must be named where it is itself what was gone back to. */
function leave(
  target: string,
  from: Pick<In<'Stable'>, 'stable' | 'breach'>,
  at: AtRest,
  { history, now }: Reading,
): Answer {
  const { stable } = from;
  const earlier = history.find((name) => name !== stable && (target === 'previous' || name === target));
  if (!earlier) return refused(noneEarlier(target));
  if (at.phase === 'RolledBack' && target === 'previous')
    return refused(
      `Revision ${at.hold.revision} is undone already and ${stable} has all users; to leave that one too, name ${earlier}.`,
    );
  const cause = { reason: 'Undone', message: `A person went back to revision ${earlier}.` } as const;
  return done(recall(from, earlier, cause, now), `Revision ${earlier} is started and then gets all users.`);
}

const noneEarlier = (target: Revision): string =>
  target === 'previous'
    ? 'There is no earlier revision that had all users and is not held.'
    : `Revision ${target} is not in the history of revisions that had all users, or is held.`;
