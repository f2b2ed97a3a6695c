import { judge } from '../../src/rollout/judge/judge.ts';
import { emptyRecord, fold } from '../../src/rollout/judge/record.ts';
import { anSla, seeded } from '../aLook.ts';
import { looksAt, type World } from './world.ts';

/** How the judging of one release ended: the last look, and the requests of users that the candidate failed until then. */
export interface Run {
  readonly verdict: 'RollBack' | 'Environment' | 'Continue';
  readonly at: number;
  readonly failed: number;
}

interface Play {
  readonly times: number;
  /** Of the first run; each further run has the next one. */
  readonly seed: number;
  readonly looks?: number;
}

/** Releases of the same kind, each with a seed of its own, judged after every look until users are taken from the candidate. */
export const played = (world: World, { times, seed, looks = 300 }: Play): readonly Run[] =>
  Array.from({ length: times }, (_, run) => playedOnce(world, seeded(seed + run), looks));

function playedOnce(world: World, random: () => number, looks: number): Run {
  let record = emptyRecord;
  let failed = 0;
  const lookAt = looksAt(world, random);
  for (let at = 1; at <= looks; at++) {
    const batch = lookAt(at);
    failed += batch.candidate.errors;
    record = fold(record, batch);
    const { name } = judge(record, anSla(), new Date(batch.at));
    if (name === 'RollBack' || name === 'Environment') return { verdict: name, at, failed };
  }
  return { verdict: 'Continue', at: looks, failed };
}
