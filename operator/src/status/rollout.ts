import type { ConditionReason, HoldReason } from '../api/conditions.ts';
import type { Evidence, HeldRevision } from '../api/status/history.ts';
import type { SpaceTimeStatus } from '../api/status.ts';
import type { Breach } from '../rollout/breach.ts';
import type { Cause, Hold, Revision, Rollout, Trial } from '../rollout/rollout.ts';

/**
 * The rollout that a status records. A status that records none (a new object, or one whose status was lost) stands
 * where the traffic stands: on `serving`, the revision that the world's Service selects, if there is one.
 */
export function rolloutOf(status: SpaceTimeStatus, serving: Revision | undefined): Rollout {
  const stable = status.stableRevision ?? serving;
  return recorded(status) ?? (stable ? { phase: 'Stable', stable } : { phase: 'Pending' });
}

/** A phase whose details are missing is not recorded. */
function recorded(status: SpaceTimeStatus): Rollout | undefined {
  const trial = trialOf(status);
  switch (status.phase) {
    case undefined:
    case 'Pending':
      return undefined;
    case 'Stable':
      return stableOf(status);
    case 'Preparing':
    case 'Checking':
      return trial && { ...trial, phase: status.phase };
    case 'Canary':
    case 'Promoting':
    case 'Baking':
      return exposed(status, status.phase, trial);
    case 'RollingBack':
      return rollingBack(status, trial);
    case 'RolledBack':
      return rolledBack(status);
  }
}

/** The condition keeps the breach of a revision that is not on trial: it says what was told. */
function breachIn(conditions: SpaceTimeStatus['conditions']): Breach | undefined {
  const told = conditions.find(({ type, status }) => type === 'SLAMet' && status === 'False');
  return told && { reason: told.reason as Breach['reason'], message: told.message };
}

function stableOf({ stableRevision: stable, conditions, comparison }: SpaceTimeStatus): Rollout | undefined {
  const breach = breachIn(conditions);
  if (!stable || !breach) return undefined;
  return comparison
    ? { phase: 'Comparing', stable, earlier: comparison.revision, startedAt: comparison.startedAt, breach }
    : { phase: 'Stable', stable, breach };
}

function exposed(
  { release }: SpaceTimeStatus,
  phase: 'Canary' | 'Promoting' | 'Baking',
  trial: Trial | undefined,
): Rollout | undefined {
  if (!trial?.stable) return undefined;
  const { stable } = trial;
  if (phase === 'Baking')
    return {
      ...trial,
      stable,
      phase,
      ...(release?.comparedSince && { comparedSince: release.comparedSince }),
    };
  if (phase === 'Promoting')
    return { ...trial, stable, phase, ...(release?.promotedBy && { promotedBy: release.promotedBy }) };
  return {
    ...trial,
    stable,
    phase,
    step: Math.max(0, (release?.step ?? 1) - 1),
    canaryStartedAt: release?.canaryStartedAt ?? trial.startedAt,
    ...(release?.approval && release.approval !== 'NotRequired' && { approval: release.approval }),
    ...(release?.closed && { closed: release.closed }),
    ...(release?.recoveries && { recoveries: release.recoveries }),
  };
}

function trialOf({ release, stableRevision, candidateRevision }: SpaceTimeStatus): Trial | undefined {
  if (!release || !candidateRevision) return undefined;
  const { startedAt, phaseStartedAt, waiting, pullFailures } = release;
  return {
    stable: stableRevision,
    candidate: candidateRevision,
    startedAt,
    phaseStartedAt,
    ...(waiting && { waiting }),
    pullFailures,
  };
}

function rollingBack(status: SpaceTimeStatus, trial: Trial | undefined): Rollout | undefined {
  const { recall } = status.release ?? {};
  if (trial?.stable && recall) return recalling(status, { ...trial, stable: trial.stable }, toCause(recall));
  const hold = trial && holdOf(status, trial.candidate);
  return hold && { ...trial, phase: 'RollingBack', hold };
}

function recalling(
  { conditions }: SpaceTimeStatus,
  trial: Trial & { readonly stable: Revision },
  cause: Cause,
): Rollout {
  const breach = breachIn(conditions);
  return { ...trial, phase: 'Recalling', cause, ...(breach && { breach }) };
}

function rolledBack(status: SpaceTimeStatus): Rollout | undefined {
  const hold = status.release && holdOf(status, status.release.revision);
  if (!hold) return undefined;
  const isFailed = status.conditions.some(({ reason }) => reason === rollbackFailed);
  const breach = breachIn(status.conditions);
  return {
    phase: 'RolledBack',
    stable: status.stableRevision,
    hold,
    ...(isFailed && { isFailed }),
    ...(breach && { breach }),
  };
}

const rollbackFailed: ConditionReason<'Released', 'False'> = 'RollbackFailed';

function holdOf({ heldRevisions }: SpaceTimeStatus, revision: Revision): Hold | undefined {
  const held = heldRevisions.find(({ name }) => name === revision);
  return held && toHold(held);
}

const toCause = ({ reason, message }: { reason: string; message: string }): Cause => ({
  // The operator wrote it, as it did that of a hold.
  reason: reason as HoldReason,
  message,
});

const toHold = ({ name, reason, ...held }: HeldRevision): Hold => ({
  ...held,
  revision: name,
  // The operator wrote it; a later version's reason is kept as it is.
  reason: reason as HoldReason,
});

/** A hold as status shows it, every text cut to its bound. */
export const heldRevision = ({ revision, reason, phase, since, message, evidence }: Hold): HeldRevision => ({
  name: revision,
  reason,
  phase,
  since,
  message: cut(message, 320),
  evidence: distinct(evidence.map(shownEvidence)).slice(0, 5),
});

const shownEvidence = ({ name, stable, candidate, limit, note }: Evidence): Evidence => ({
  name: cut(name, 40),
  ...(stable && { stable: cut(stable, 24) }),
  ...(candidate && { candidate: cut(candidate, 24) }),
  ...(limit && { limit: cut(limit, 24) }),
  ...(note && { note: cut(note, 160) }),
});

/** The API server refuses a list in which two items have the same name: of several the first is shown. */
const distinct = (evidence: readonly Evidence[]): readonly Evidence[] =>
  evidence.filter(({ name }, i) => evidence.findIndex((other) => other.name === name) === i);

/** A text within its bound: a longer one ends in `…`. */
export const cut = (text: string, bound: number): string =>
  text.length <= bound ? text : `${text.slice(0, bound - 1)}…`;
