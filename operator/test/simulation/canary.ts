import { judge } from '../../src/rollout/judge/judge.ts';
import { emptyRecord, fold } from '../../src/rollout/judge/record.ts';
import { next } from '../../src/rollout/next.ts';
import type { Rollout } from '../../src/rollout/rollout.ts';
import { anSla, seeded } from '../aLook.ts';
import { canary, policy } from '../aRollout.ts';
import { aReading } from '../builders.ts';
import { looksAt } from './world.ts';

/** Chance that a request fails at each second from 1 on, whoever answers. `usersFor`: seconds for which the candidate has had users. */
export type Trouble = (at: number, usersFor: number) => number;

/** What became of a canary: where it was at the end, how often it lost its users, and when it ended. */
export interface CanaryRun {
  readonly end: Rollout;
  readonly closures: number;
  readonly at: number;
}

const rules = policy({ canary: { steps: [{ trafficPercent: 20 }], minSeconds: 120 } });
const mostLooks = 900;

/** A canary of two minutes, judged and decided on each second, until it has all users or none for good. */
export function canaryPlayed(trouble: Trouble, seed: number): CanaryRun {
  const random = seeded(seed);
  let rollout: Rollout = canary;
  let record = emptyRecord;
  let [usersFor, closures] = [0, 0];
  const fails = (at: number) => trouble(at, usersFor);
  const share = () => (usersFor > 0 ? 0.2 : 0);
  const lookAt = looksAt({ stable: fails, candidate: fails, share }, random);
  for (let at = 1; at <= mostLooks; at++) {
    if (rollout.phase !== 'Canary') return { end: rollout, closures, at };
    const isClosed: boolean = rollout.closed !== undefined;
    usersFor = isClosed ? 0 : usersFor + 1;
    const batch = lookAt(at);
    record = fold(record, batch);
    const now = new Date(batch.at);
    const to: Rollout = next(rollout, aReading({ now, verdict: judge(record, anSla(), now) }), rules);
    if (!isClosed && to.phase === 'Canary' && to.closed) closures += 1;
    rollout = to;
  }
  return { end: rollout, closures, at: mostLooks };
}
