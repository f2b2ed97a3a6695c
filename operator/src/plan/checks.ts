import { checkAnnotations, labels } from '../api/identity.ts';
import type { HeldRevision } from '../api/status/history.ts';
import type { Check } from '../api/status/release.ts';
import type { KubeObject } from '../kube/types.ts';
import { checkReasons } from '../rollout/checkGate.ts';
import { checkGroups, customName, isAwaited } from '../rollout/checks.ts';
import { onTrial, type Rollout } from '../rollout/rollout.ts';
import { type CheckedTrial, type CheckImages, checkJob, checkSecret, customCheckJob } from './checkJob.ts';
import { checkName } from './metadata.ts';
import type { Owner } from './owner.ts';
import type { Recorded } from './recorded.ts';

/** Objects of checks to make, and those that stay as they are: a Job is never edited. */
export interface WantedChecks {
  readonly create: readonly KubeObject[];
  readonly keep: readonly KubeObject[];
}

/** What the objects of the checks depend on. */
export interface CheckNeeds {
  readonly owner: Owner;
  readonly rollout: Rollout;
  readonly records: readonly Recorded[];
  readonly held: readonly HeldRevision[];
  /** Everything that the SpaceTime owns. */
  readonly children: readonly KubeObject[];
  /** Rows of this trial as they stand. */
  readonly rows: readonly Check[];
  /** Whether the operator's own questions have been answered. */
  readonly mayStart: boolean;
  /** Absent where the operator was given none. */
  readonly images?: CheckImages;
  /** New token for the world of the check. */
  readonly token: string;
}

/** Whether the object, or the pod, belongs to a check. */
export const isCheck = ({ metadata }: Pick<KubeObject, 'metadata'>): boolean =>
  metadata.labels?.[labels.component] === 'check';

/** Whether it was made for this trial: what another trial of the same revision found does not count. */
export const isOfTrial = (object: KubeObject, { candidate, startedAt }: CheckedTrial): boolean =>
  isCheck(object) &&
  object.metadata.labels?.[labels.revision] === candidate &&
  object.metadata.annotations?.[checkAnnotations.trial] === startedAt;

/**
 * While a candidate is checked, its Jobs; afterwards only those of a revision that a check has held, until the next
 * release begins: their logs are evidence.
 */
export function wantedChecks(needs: CheckNeeds): WantedChecks {
  const { rollout, children, held } = needs;
  if (rollout.phase === 'Checking') {
    const keep = children.filter((child) => isOfTrial(child, rollout));
    return { create: needs.mayStart ? missing(needs, rollout, keep) : [], keep };
  }
  const failed = held.filter(({ reason }) => checkReasons.includes(reason)).map(({ name }) => name);
  const keep = children.filter(
    (child) =>
      child.kind === 'Job' &&
      isCheck(child) &&
      failed.includes(child.metadata.labels?.[labels.revision] ?? ''),
  );
  return { create: [], keep: onTrial(rollout) ? [] : keep };
}

/** First the operator's own checks, then those of the user, so that no load of another disturbs what is measured. */
function missing(
  needs: CheckNeeds,
  trial: CheckedTrial,
  known: readonly KubeObject[],
): readonly KubeObject[] {
  const { owner, children, rows, images } = needs;
  const isFree = (kind: string, name: string) =>
    !children.some((child) => child.kind === kind && child.metadata.name === name);
  const isOpen = (name: string) => !rows.some((row) => row.name === name && !isAwaited(row));
  const { checks } = owner.spec.rollout;
  const open = images ? checkGroups.filter((name) => checks[name].mode !== 'Disabled' && isOpen(name)) : [];
  const name = checkName(owner, trial.candidate);
  if (open.length > 0) {
    return [
      ...(isFree('Secret', name) ? [checkSecret(owner, trial, needs.token)] : []),
      ...(isFree('Job', name) ? ofProgram(needs, trial) : []),
    ];
  }
  const slots = [1, 2, 3, 4, 5, 6, 7, 8].filter((slot) => isFree('Job', `${name}-${slot}`));
  return checks.custom
    .filter(
      (custom) => custom.mode !== 'Disabled' && isOpen(customName(custom)) && !isMade(known, custom.name),
    )
    .flatMap((custom, i) => {
      const slot = slots[i];
      return slot === undefined ? [] : [customCheckJob(owner, trial, custom, slot)];
    });
}

function ofProgram({ owner, records, images }: CheckNeeds, trial: CheckedTrial): readonly KubeObject[] {
  const recorded = records.find(({ name }) => name === trial.candidate);
  const job = recorded && images ? checkJob(owner, trial, { recorded, images }) : undefined;
  return job ? [job] : [];
}

const isMade = (jobs: readonly KubeObject[], custom: string): boolean =>
  jobs.some(({ metadata }) => metadata.annotations?.[checkAnnotations.custom] === custom);
