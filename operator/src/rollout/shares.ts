import type { Policy } from './policy.ts';
import type { Rollout } from './rollout.ts';

interface Step {
  readonly trafficPercent: number;
  readonly minSeconds?: number | undefined;
  readonly approval?: 'Automatic' | 'Manual' | undefined;
}

export interface CanaryStep {
  /** Candidate pods of this step, beside all `replicas` of the stable revision. */
  readonly pods: number;
  /** Share of users that is asked for; where pods decide, that of the first of the steps which are one. */
  readonly trafficPercent: number;
  readonly minSeconds: number;
  /** Whether a person has to let it end. */
  readonly isManual: boolean;
}

/** Candidate pods for a share of traffic: c = ceil(R·s/(1−s)), at most R and at least one. */
const podsFor = (replicas: number, percent: number): number =>
  Math.max(1, Math.min(replicas, Math.ceil((replicas * percent) / (100 - percent))));

interface Canary {
  readonly steps: readonly Step[];
  readonly minSeconds: number;
}

/** The steps of a release: all of them where weights are exact, else those that whole pods can give. */
export const stepsOf = ({ replicas, rollout, exposure }: Policy): readonly CanaryStep[] =>
  exposure.gateway ? exactSteps(replicas, rollout.canary) : canarySteps(replicas, rollout.canary);

const exactSteps = (replicas: number, { steps, minSeconds }: Canary): readonly CanaryStep[] =>
  steps.map((step) => ({
    pods: podsFor(replicas, step.trafficPercent),
    trafficPercent: step.trafficPercent,
    minSeconds: step.minSeconds ?? minSeconds,
    isManual: step.approval === 'Manual',
  }));

/**
 * The steps that whole pods can give: steps with the same number of pods are one, with the longer time of both, and Manual if one is.
 * Shares by pod count end at 50 %, where both revisions have `replicas` pods.
 */
export function canarySteps(replicas: number, canary: Canary): readonly CanaryStep[] {
  const merged: CanaryStep[] = [];
  for (const step of exactSteps(replicas, canary)) {
    const last = merged.at(-1);
    if (last?.pods === step.pods)
      merged[merged.length - 1] = {
        ...last,
        minSeconds: Math.max(step.minSeconds, last.minSeconds),
        isManual: step.isManual || last.isManual,
      };
    else merged.push(step);
  }
  return merged;
}

/** The step that a canary stands in: the last one when there are fewer than there were. Absent where there are none. */
export const stepAt = (steps: readonly CanaryStep[], step: number): CanaryStep | undefined =>
  steps[step] ?? steps.at(-1);

/** Pods of each role. `AsIs` leaves a Deployment as it is. */
export interface PodCounts {
  readonly stable: number;
  readonly candidate: number | 'AsIs';
}

/** Pods of each role in a phase. The stable revision never shrinks before the release ends. */
export function podCounts(rollout: Rollout, replicas: number, steps: readonly CanaryStep[]): PodCounts {
  switch (rollout.phase) {
    case 'Pending':
      return { stable: 0, candidate: 0 };
    case 'Stable':
    case 'RolledBack':
      return { stable: rollout.stable ? replicas : 0, candidate: 0 };
    case 'Preparing':
    case 'Checking':
      return rollout.stable
        ? { stable: replicas, candidate: Math.min(replicas, steps[0]?.pods ?? replicas) }
        : { stable: 0, candidate: replicas };
    case 'Canary':
      return {
        stable: replicas,
        candidate: Math.min(replicas, stepAt(steps, rollout.step)?.pods ?? replicas),
      };
    case 'Promoting':
    case 'Baking':
      return { stable: replicas, candidate: replicas };
    case 'Comparing':
      return { stable: replicas, candidate: Math.min(1, replicas) };
    case 'Recalling':
      return { stable: replicas, candidate: replicas };
    // The pods that there are drain and none is added; the end of the phase takes them away.
    case 'RollingBack':
      return { stable: rollout.stable ? replicas : 0, candidate: 'AsIs' };
  }
}
