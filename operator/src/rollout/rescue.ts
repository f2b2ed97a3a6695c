import { trialOf } from './begin.ts';
import type { JudgeRecord } from './judge/record.ts';
import type { Policy } from './policy.ts';
import type { Reading } from './reading.ts';
import type { In } from './rollout.ts';

/** Whether users have nobody but the candidate left, and it is well: then waiting for proof would cost them. */
export function isRescue(
  { stable, candidate, stableFailsUsers, verdict }: Reading,
  { replicas }: Policy,
): boolean {
  const isWell = candidate.ready > 0 && !candidate.fault && verdict.name !== 'RollBack';
  return replicas > 0 && isWell && (stable.ready === 0 || stableFailsUsers);
}

/** The candidate has all users at once, and grows to full size. */
export const rescued = (at: In<'Canary' | 'Promoting'>, now: Date): In<'Promoting'> => ({
  ...trialOf(at, now),
  phase: 'Promoting',
  stable: at.stable,
  promotedBy: 'Rescue',
});

/** A promotion that becomes a rescue, or is none any more because the rescuer has no ready pod; absent while neither is so. */
export function rescueChanged(
  at: In<'Promoting'>,
  reading: Reading,
  policy: Policy,
): In<'Promoting'> | undefined {
  const { promotedBy, ...plain } = at;
  if (promotedBy === 'Rescue') return reading.candidate.ready === 0 ? plain : undefined;
  return isRescue(reading, policy) ? rescued(at, reading.now) : undefined;
}

/** Failures of the stable revision in the last looks, and the part of all, from which on it does not serve any more. */
const failuresThatCount = 10;
const mostFails = 0.5;
/** Answers of the candidate in the last looks, and the part of them that may fail, so that it is known to serve. */
const answersThatCount = 5;
const fewFails = 0.05;

/** Whether the stable revision fails most of its users right now, and the candidate next to none. */
export function failsUsersAlone({ lately: { users } }: JudgeRecord): boolean {
  const { stable, candidate } = users;
  const isBroken = stable.hits >= failuresThatCount && stable.hits >= mostFails * stable.of;
  return isBroken && candidate.of >= answersThatCount && candidate.hits <= fewFails * candidate.of;
}
