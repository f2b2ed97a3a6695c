import type { Arm } from './reading.ts';
import type { Trial } from './rollout.ts';

/** A failed pull may be the network's fault once or twice. */
export const pullsThatCount = 3;

/** Pods that fail together are one try, kept by the name of the first: all of them are replaced by new ones. */
export function pullsTried(
  { pullFailures }: Pick<Trial, 'pullFailures'>,
  candidate: Pick<Arm, 'pullFailures'>,
): readonly string[] {
  const [first] = candidate.pullFailures;
  const isCounted = candidate.pullFailures.some((pod) => pullFailures.includes(pod));
  return first === undefined || isCounted ? pullFailures : [...pullFailures, first];
}
