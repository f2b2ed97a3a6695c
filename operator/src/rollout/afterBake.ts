import { begin } from './begin.ts';
import { passed } from './clock.ts';
import type { Policy } from './policy.ts';
import type { Reading } from './reading.ts';
import { recall } from './recall.ts';
import type { In, Rollout } from './rollout.ts';

/** Pairs of probes after which an earlier revision that does no better will not do better any more. */
const pairsThatCount = 180;

/** A stable world is looked at on; what breaks its SLA soon after its release is held against an earlier revision. */
export function fromStable(at: In<'Stable'>, reading: Reading, policy: Policy): Rollout {
  const isAsked = reading.wanted === at.stable;
  const begun = isAsked ? at : begin(at.stable, reading, policy, at);
  if (begun !== at) return begun;
  const { breach, ...stable } = at;
  if (reading.sla.result === 'Met') return breach ? stable : at;
  // What was compared once is not compared again before it was over.
  if (reading.sla.result === 'Unknown' || breach) return at;
  const earlier =
    isAsked && mayBeUndone(reading, policy) && reading.history.find((name) => name !== at.stable);
  const broken = reading.sla.breach;
  return earlier
    ? {
        phase: 'Comparing',
        stable: at.stable,
        earlier,
        startedAt: reading.now.toISOString(),
        breach: broken,
      }
    : { ...at, breach: broken };
}

/** Later than this after its promotion it is the world that has changed, not the release. */
const mayBeUndone = ({ promotedAt, now }: Reading, { replicas, rollout }: Policy): boolean =>
  rollout.watch === 'Rollback' &&
  replicas > 0 &&
  promotedAt !== undefined &&
  now.getTime() - promotedAt.getTime() <= rollout.watchSeconds * 1000;

/** One pod of the earlier revision is asked the same as the present one, which keeps all users meanwhile. */
export function fromComparing(at: In<'Comparing'>, reading: Reading, policy: Policy): Rollout {
  const { verdict, now, wanted } = reading;
  const { stable, earlier, breach } = at;
  const stays: Rollout = { phase: 'Stable', stable, breach };
  if (wanted !== stable) return begin(stable, reading, policy, stays);
  if (verdict.name === 'RollBack') {
    const message = `${breach.message} Revision ${earlier} passes probes that it fails.`;
    return recall(at, earlier, { reason: 'SLABreached', message }, now);
  }
  const isShared = verdict.name === 'Environment';
  const isNoBetter = verdict.name === 'Continue' && verdict.observations >= pairsThatCount;
  const isLate = passed(at.startedAt, policy.rollout.deadlines.rollingBackSeconds, now);
  return isShared || isNoBetter || isLate || policy.replicas === 0 ? stays : at;
}
