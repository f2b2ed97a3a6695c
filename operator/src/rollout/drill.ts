import type { DrillFault } from '../api/status/drill.ts';
import { next } from './next.ts';
import type { Policy } from './policy.ts';
import type { Reading } from './reading.ts';
import type { In, Revision, Rollout } from './rollout.ts';
import { sentence } from './sentence.ts';

/**
 * A faulty copy of the stable revision in the first phases of a release. It is beside the rollout and no part of it:
 * traffic, holds and history follow from the rollout alone, so nothing can send anybody to it or go back to it.
 */
export type Drill = In<'Preparing' | 'Checking'> & {
  readonly stable: Revision;
  readonly fault: DrillFault;
};

/** Passed: its fault was found. Failed: it was not. Interrupted: what came first has shown neither. */
export interface DrillEnd {
  readonly result: 'Passed' | 'Failed' | 'Interrupted';
  readonly message: string;
}

/** A drill of this name that begins now. */
export const beginDrill = (
  fault: DrillFault,
  candidate: Revision,
  stable: Revision,
  { now }: Reading,
): Drill => ({
  phase: 'Preparing',
  fault,
  stable,
  candidate,
  startedAt: now.toISOString(),
  phaseStartedAt: now.toISOString(),
  pullFailures: [],
});

/** Why there can be no drill now, as a sentence; absent while the world is stable on what its spec asks for. */
export function hindrance(
  rollout: Rollout,
  { wanted, paused, blocked }: Pick<Reading, 'wanted' | 'paused' | 'blocked'>,
  { replicas }: Policy,
): string | undefined {
  if (replicas === 0) return 'The world is turned off (replicas: 0).';
  if (!('stable' in rollout) || !rollout.stable) return 'No revision is stable yet.';
  if (rollout.phase === 'RolledBack') return `Revision ${rollout.hold.revision} was rolled back and is held.`;
  if ('breach' in rollout && rollout.breach)
    return sentence(`rollout.sla is broken: ${rollout.breach.message}`);
  if (rollout.phase !== 'Stable') return 'A release is under way.';
  if (paused) return 'Releases are paused.';
  return wanted === rollout.stable ? blocked : `The spec asks for revision ${wanted}, which is not stable.`;
}

/**
 * The next moment of a drill, by the very policy of releases. `rollout` is what has been decided on for users, who come
 * first; the arms of `reading` are those of the drill. Whatever it comes to, the drill ends before anybody could reach it.
 */
export function drillNext(
  drill: Drill,
  rollout: Rollout,
  reading: Reading,
  policy: Policy,
): Drill | DrillEnd {
  const seconds = Math.round((reading.now.getTime() - Date.parse(drill.startedAt)) / 1000);
  const ended = (result: DrillEnd['result'], what: string): DrillEnd => ({
    result,
    message: `The drill ${drill.fault} ${what}`,
  });
  const cause = hindrance(rollout, reading, policy);
  if (cause) return ended('Interrupted', `was ended after ${seconds} s and has shown nothing: ${cause}`);
  const to = next(drill, asked(drill, reading), policy);
  if (to.phase === 'RollingBack') return ended('Passed', `was undone after ${seconds} s: ${to.hold.reason}.`);
  if (to.phase !== 'Preparing' && to.phase !== 'Checking')
    return ended(
      'Failed',
      `was well after ${seconds} s, which a release would have gone on with; it was ended.`,
    );
  if (seconds >= mostSeconds(policy))
    return ended(
      'Failed',
      `had no verdict after ${seconds} s; ${reading.candidate.environment ?? 'it was ended.'}`,
    );
  return { ...to, stable: drill.stable, fault: drill.fault };
}

/** What a cluster cannot place stops the clock of a release, which may wait; a drill may not. */
const mostSeconds = ({ rollout: { deadlines } }: Policy): number =>
  deadlines.preparingSeconds + deadlines.checkingSeconds;

/** To its own revision a drill is what the spec asks for. A fault has to show in its pods: no questions are asked of it. */
const asked = (drill: Drill, reading: Reading): Reading => ({
  ...reading,
  wanted: drill.candidate,
  held: [],
  strangers: 0,
  checked: { result: 'Passed' },
  gate: { result: 'Passed' },
  verdict: { name: 'Hold', reason: 'JudgeBlind', message: 'A drill has no users.' },
});
