import { judge } from '../../src/rollout/judge/judge.ts';
import { emptyRecord, fold } from '../../src/rollout/judge/record.ts';
import { next } from '../../src/rollout/next.ts';
import { hasAllUsers, type Rollout } from '../../src/rollout/rollout.ts';
import { anSla, seeded } from '../aLook.ts';
import { baking, policy } from '../aRollout.ts';
import { anArm, aReading } from '../builders.ts';
import { looksAt } from './world.ts';

/** Chance that a request of a user fails at each second of a bake, from 1 on. Probes never do. */
export interface BakeTrouble {
  readonly stable: (at: number) => number;
  readonly candidate: (at: number) => number;
}

/** What became of a bake: where it was at the end, how often both revisions had users, and when it ended. */
export interface BakeRun {
  readonly end: Rollout;
  readonly comparisons: number;
  readonly at: number;
}

const rules = policy({ bakeSeconds: 150 });
const canarySeconds = 60;
const mostLooks = 900;
const whole = { stable: anArm(4), candidate: anArm(4) };
const usual = 0.005;

/** Two and a half minutes of bake after a canary in which both revisions failed as usual; a Service needs a second to send users elsewhere. */
export function bakePlayed(trouble: BakeTrouble, seed: number): BakeRun {
  const random = seeded(seed);
  let rollout: Rollout = baking;
  let record = emptyRecord;
  let comparisons = 0;
  let [share, shareNext] = [0.2, 0.2];
  const during =
    (chance: (at: number) => number) =>
    (at: number): number =>
      at > 0 ? chance(at) : usual;
  const world = {
    stable: during(trouble.stable),
    candidate: during(trouble.candidate),
    share: () => share,
    pairs: 0,
  };
  const lookAt = looksAt(world, random);
  const look = (at: number, isCut: boolean) => {
    const batch = { ...lookAt(at), isCut };
    record = fold(record, batch);
    return new Date(batch.at);
  };
  for (let at = -canarySeconds; at < 0; at++) look(at, false);
  for (let at = 1; at <= mostLooks; at++) {
    if (rollout.phase !== 'Baking') return { end: rollout, comparisons, at };
    const isAlone: boolean = hasAllUsers(rollout);
    [share, shareNext] = [shareNext, isAlone ? 1 : 0.5];
    const now = look(at, isAlone);
    const reading = aReading({ ...whole, now, verdict: judge(record, anSla(), now) });
    const to: Rollout = next(rollout, reading, rules);
    if (isAlone && to.phase === 'Baking' && to.comparedSince) comparisons += 1;
    rollout = to;
  }
  return { end: rollout, comparisons, at: mostLooks };
}
