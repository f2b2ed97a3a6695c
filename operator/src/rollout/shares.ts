import type { Rollout } from './rollout.ts';

interface Step {
  readonly trafficPercent: number;
  readonly minSeconds?: number | undefined;
  readonly approval?: 'Automatic' | 'Manual' | undefined;
}

export interface CanaryStep {
  /** Candidate pods of this step, beside all `replicas` of the stable revision. */
  readonly pods: number;
  readonly minSeconds: number;
  /** Whether a person has to let it end. */
  readonly isManual: boolean;
}

/** Candidate pods for a share of traffic: c = ceil(R·s/(1−s)), at most R and at least one. */
const podsFor = (replicas: number, percent: number): number =>
  Math.max(1, Math.min(replicas, Math.ceil((replicas * percent) / (100 - percent))));

/**
 * The steps that whole pods can give: steps with the same number of pods are one, with the longer time of both, and Manual if one is.
 * Shares by pod count end at 50 %, where both revisions have `replicas` pods.
 */
export function canarySteps(
  replicas: number,
  canary: { readonly steps: readonly Step[]; readonly minSeconds: number },
): readonly CanaryStep[] {
  const merged: CanaryStep[] = [];
  for (const step of canary.steps) {
    const pods = podsFor(replicas, step.trafficPercent);
    const minSeconds = step.minSeconds ?? canary.minSeconds;
    const isManual = step.approval === 'Manual';
    const last = merged.at(-1);
    if (last?.pods === pods)
      merged[merged.length - 1] = {
        pods,
        minSeconds: Math.max(minSeconds, last.minSeconds),
        isManual: isManual || last.isManual,
      };
    else merged.push({ pods, minSeconds, isManual });
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
