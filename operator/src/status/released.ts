import type { Finding } from '../api/conditions.ts';
import { type In, onTrial, shownPhase } from '../rollout/rollout.ts';
import { approvalNeeded, closedBecause } from './closed.ts';
import { trafficPercent } from './serving.ts';
import type { Situation } from './situation.ts';

type Released = Extract<Finding, { type: 'Released' }>;

/** Whether users have what the spec asks for, and what stands in the way. */
export function released(situation: Situation): Released {
  const { owner, rollout, asked, held } = situation;
  const type = 'Released';
  const serves = 'stable' in rollout && rollout.stable === asked;
  const hold = held.find(({ name }) => name === asked);
  if (rollout.phase === 'RolledBack' && rollout.isFailed) {
    return {
      type,
      status: 'False',
      reason: 'RollbackFailed',
      message: `Revision ${rollout.stable} has no ready pod after ${rollout.hold.revision} was rolled back; ship a revision that works.`,
    };
  }
  if (hold && !serves && rollout.phase !== 'RollingBack') {
    return {
      type,
      status: 'False',
      reason: 'Held',
      message: `Revision ${asked} was rejected in ${hold.phase}: ${hold.message}`,
    };
  }
  if (serves && shownPhase(rollout) === 'Stable') {
    return { type, status: 'True', reason: 'Stable', message: `Revision ${asked} has all users.` };
  }
  if (owner.spec.replicas === 0) {
    return {
      type,
      status: 'Unknown',
      reason: 'ScaledToZero',
      message: `Revision ${asked} waits: replicas is 0.`,
    };
  }
  if (owner.spec.paused) {
    return {
      type,
      status: 'Unknown',
      reason: 'Paused',
      message: `Revision ${asked} waits: releases are paused.`,
    };
  }
  const waiting = waitingFor(situation);
  if (waiting)
    return {
      type,
      status: 'Unknown',
      reason: 'WaitingForPromotion',
      message: `Revision ${asked} waits: ${waiting}`,
    };
  return underWay(situation);
}

/** What is being undone waits for nobody. */
const waitingFor = ({ waiting, rollout }: Situation): string | undefined =>
  rollout.phase === 'RollingBack' || rollout.phase === 'Recalling' ? undefined : waiting?.message;

function underWay(situation: Situation): Released {
  const { rollout, asked, candidate, verdict } = situation;
  const type = 'Released';
  const message = standing(situation);
  if (candidate.environment) {
    return {
      type,
      status: 'Unknown',
      reason: 'EnvironmentBad',
      message: `${noRoom(situation)}${candidate.environment}`,
    };
  }
  const canary = rollout.phase === 'Canary' ? standingStill(rollout) : undefined;
  if (canary) return canary;
  if (situation.checkTrouble) {
    return { type, status: 'Unknown', reason: 'EnvironmentBad', message: situation.checkTrouble };
  }
  if (onTrial(rollout) && verdict.name === 'Environment') {
    return { type, status: 'Unknown', reason: 'EnvironmentBad', message };
  }
  switch (rollout.phase) {
    case 'Baking':
      return { type, status: 'True', reason: 'Baking', message };
    case 'Preparing':
    case 'Checking':
    case 'Canary':
    case 'Promoting':
      return { type, status: 'Unknown', reason: rollout.phase, message };
    case 'Recalling':
    case 'RollingBack':
      return { type, status: 'Unknown', reason: 'RollingBack', message };
    case 'Pending':
    case 'Stable':
    case 'Comparing':
    case 'RolledBack':
      return {
        type,
        status: 'Unknown',
        reason: 'Preparing',
        message: `Revision ${asked} has not started yet.`,
      };
  }
}

/** A promotion is the only phase that needs room for two whole revisions, and could be ended by hand. */
function noRoom({ rollout, candidate, owner }: Situation): string {
  if (rollout.phase !== 'Promoting') return '';
  const pods = `${candidate.ready} of ${owner.spec.replicas} pods ready`;
  return `Revision ${rollout.candidate} has ${pods} and waits for the others, which start beside those of ${rollout.stable}; users keep the pods that they have. Make room, or abort ${rollout.candidate}. `;
}

/** What a canary waits for, if it waits. */
function standingStill(canary: In<'Canary'>): Released | undefined {
  const { closed, approval } = canary;
  const found = { type: 'Released', status: 'Unknown' } as const;
  if (closed) {
    // Silence is the candidate's own, and passes by itself.
    const reason = closed.reason === 'CandidateSilent' ? 'Canary' : closed.reason;
    return { ...found, reason, message: closedBecause(canary, closed) };
  }
  return approval === 'Required'
    ? { ...found, reason: 'WaitingForApproval', message: approvalNeeded(canary) }
    : undefined;
}

/** One sentence on where a release stands. It holds no counts, so that it changes only when something does. */
export function standing(situation: Situation): string {
  const { rollout, asked, verdict } = situation;
  if (rollout.phase === 'Recalling')
    return `Revision ${rollout.candidate} is started; revision ${rollout.stable} has all users until it is whole.`;
  const sentence = `Revision ${asked} is in ${rollout.phase}, with ${trafficPercent(situation)} % of users.`;
  // A first release has no stable revision that it could be judged against.
  const judged = onTrial(rollout) && rollout.stable !== undefined && verdict.name !== 'Continue';
  return !judged ? sentence : `${sentence} ${verdict.message}`;
}
