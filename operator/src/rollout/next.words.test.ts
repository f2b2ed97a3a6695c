import { policy } from '../../test/aRollout.ts';
import { after, anArm, anOwner, aReading, clean, crash, silent, worse } from '../../test/builders.ts';
import { labels } from '../api/identity.ts';
import { liveRevisions } from '../plan/desired.ts';
import { traffic } from '../plan/service.ts';
import { next } from './next.ts';
import type { Arm, Reading, Verdict } from './reading.ts';
import { onTrial, type Revision, type Rollout } from './rollout.ts';
import { canarySteps, podCounts } from './shares.ts';

const letters = ['good', 'bad', 'revert', 'retry', 'restart'] as const;
type Letter = (typeof letters)[number];

/** How a bad revision shows that it is bad. */
const faults = ['crashes', 'fails its users', 'never starts', 'cannot be pulled'] as const;
type Quality = 'good' | (typeof faults)[number];

const owner = anOwner();
const rules = policy();
const steps = canarySteps(rules.replicas, rules.rollout.canary);
const tickSeconds = 5;

/** A world whose pods are there as soon as they are asked for, unless their revision is bad. */
function aWorld(fault: Quality) {
  const qualities = new Map<Revision, Quality>([['good0', 'good']]);
  let rollout: Rollout = { phase: 'Stable', stable: 'good0' };
  let pods = new Map<Revision, { readonly count: number; readonly since: number }>([
    ['good0', { count: 4, since: 0 }],
  ]);
  let held: readonly Revision[] = [];
  let wanted: Revision = 'good0';
  let seconds = 0;
  let forgotten = false;
  let tries = 0;
  const wrongs: string[] = [];

  function armOf(revision: Revision | undefined): Arm {
    const there = revision === undefined ? undefined : pods.get(revision);
    if (!there || revision === undefined) return anArm(0);
    const steadySeconds = seconds - there.since;
    switch (qualities.get(revision)) {
      case 'never starts':
        return anArm(0, { pods: there.count });
      case 'cannot be pulled':
        return anArm(0, { pods: there.count, pullFailures: [`p${tries++}`] });
      case 'crashes':
        return anArm(there.count, { steadySeconds, ...(steadySeconds > 12 && { fault: crash }) });
      default:
        return anArm(there.count, { steadySeconds });
    }
  }

  function verdictOf(): Verdict {
    if (forgotten) return silent;
    const failing = 'candidate' in rollout && qualities.get(rollout.candidate) === 'fails its users';
    return failing && ['Canary', 'Promoting', 'Baking'].includes(rollout.phase) ? worse : clean;
  }

  function look(): void {
    seconds += tickSeconds;
    const reading: Reading = aReading({
      now: after(seconds),
      wanted,
      held,
      stable: armOf('stable' in rollout ? rollout.stable : undefined),
      candidate: armOf('candidate' in rollout ? rollout.candidate : undefined),
      checked: forgotten ? { result: 'Pending' } : { result: 'Passed' },
      verdict: verdictOf(),
    });
    rollout = next(rollout, reading, rules);
    forgotten = false;
    if (rollout.phase === 'RollingBack') held = [...new Set([...held, rollout.candidate])];
    scale();
    check();
  }

  function scale(): void {
    const counts = podCounts(rollout, rules.replicas, steps);
    const live = liveRevisions(rollout).map((revision) => {
      const isStable = 'stable' in rollout && rollout.stable === revision;
      const count = isStable ? counts.stable : counts.candidate;
      const there = pods.get(revision) ?? { count: 0, since: seconds };
      return [revision, count === 'AsIs' ? there : { ...there, count }] as const;
    });
    pods = new Map(live);
  }

  const wrong = (is: boolean, text: string): void => {
    if (is) wrongs.push(text);
  };

  function check(): void {
    const revision = traffic(owner, rollout)[labels.revision];
    const serves = revision === undefined || pods.get(revision)?.count === 4;
    wrong(!serves, `in ${rollout.phase} users are sent to ${revision}, which has not all its pods`);
    const draining = rollout.phase === 'RollingBack' ? rollout.candidate : undefined;
    for (const name of pods.keys())
      wrong(held.includes(name) && name !== draining, `${name} is held and has pods`);
  }

  function ship(letter: Letter, quality: Quality): void {
    wanted = `${letter}${qualities.size}`;
    qualities.set(wanted, quality);
  }

  const wishes: Record<Letter, () => void> = {
    good: () => ship('good', 'good'),
    bad: () => ship('bad', fault),
    revert: () => {
      if ('stable' in rollout && rollout.stable) wanted = rollout.stable;
    },
    retry: () => {
      held = held.filter((name) => name !== wanted);
    },
    restart: () => {
      forgotten = true;
    },
  };

  return {
    does: (letter: Letter): void => wishes[letter](),
    look,
    /** Looks until nothing happens any more, at most so often. */
    settle: (looks = 150): void => {
      for (let i = 0; i < looks; i++) {
        const before = rollout;
        look();
        if (rollout === before && !onTrial(rollout)) return;
      }
    },
    /** What is wrong with how it ended, and with what happened on the way. */
    wrongs: (): readonly string[] => {
      const rejected = held.includes(wanted);
      const expected: Rollout['phase'] = rejected ? 'RolledBack' : 'Stable';
      const stable = 'stable' in rollout ? rollout.stable : undefined;
      wrong(rollout.phase !== expected, `ends in ${rollout.phase}, not in ${expected}`);
      wrong(!rejected && stable !== wanted, `ends with ${stable}, not with ${wanted}`);
      wrong(rejected && qualities.get(wanted) === 'good', `${wanted} is good and held`);
      wrong(!stable?.startsWith('good'), `ends with ${stable}, which is bad`);
      return wrongs;
    },
  };
}

const words = (length: number): readonly (readonly Letter[])[] =>
  length === 0 ? [[]] : words(length - 1).flatMap((word) => letters.map((letter) => [...word, letter]));

function live(word: readonly Letter[], fault: Quality, looks: number): readonly string[] {
  const world = aWorld(fault);
  for (const letter of word) {
    world.does(letter);
    world.settle(looks);
  }
  world.settle();
  return world.wrongs().map((wrong) => `${word.join(', ')}: ${wrong}`);
}

describe.each(faults)('where a bad revision %s', (fault) => {
  it.each([
    ['one after the other', 150],
    ['while the one before is prepared', 1],
    ['while the one before has some users', 6],
    ['while the one before has all users', 13],
  ])('all that four wishes can do %s ends with what is asked for, if it is good', (_, looks) => {
    expect(words(4).flatMap((word) => live(word, fault, looks))).toEqual([]);
  });
});
