import { armShown, faults, type Quality, verdictOn } from '../../test/aQuality.ts';
import { policy } from '../../test/aRollout.ts';
import { aRoute, aRoutedOwner, weightsOf } from '../../test/aRoute.ts';
import { after, anArm, anOwner, aReading, silent } from '../../test/builders.ts';
import { labels } from '../api/identity.ts';
import { liveRevisions } from '../plan/liveRevisions.ts';
import { traffic, usersServiceName } from '../plan/service.ts';
import { beginDrill, type Drill, drillNext, hindrance } from './drill.ts';
import { next } from './next.ts';
import { type Order, obey } from './orders.ts';
import type { Arm, Reading, Verdict } from './reading.ts';
import { onTrial, type Revision, type Rollout } from './rollout.ts';
import { canarySteps, podCounts, stepsOf } from './shares.ts';
import { candidatePercent } from './weights.ts';

const letters = ['good', 'bad', 'revert', 'retry', 'restart', 'pause', 'scale'] as const;
/** What people order, between releases. */
const orders = ['good', 'bad', 'promote', 'abort', 'undo', 'retry', 'drill'] as const;
type Letter = (typeof letters)[number] | (typeof orders)[number];

const owner = anOwner();
const routed = aRoutedOwner();
const usual = policy();
const small = policy({}, 2);
const tickSeconds = 5;

/** A world whose pods are there as soon as they are asked for, unless their revision is bad. */
function aWorld(fault: Quality) {
  const qualities = new Map<Revision, Quality>([['good0', 'good']]);
  let rollout: Rollout = { phase: 'Stable', stable: 'good0' };
  let pods = new Map<Revision, { readonly count: number; readonly since: number }>([
    ['good0', { count: 4, since: 0 }],
  ]);
  let held: readonly Revision[] = [];
  /** Revisions that had all users, the last one first. */
  let served: readonly Revision[] = ['good0'];
  let order: Order | undefined;
  let drill: Drill | undefined;
  let drills = 0;
  let paused = false;
  let rules = usual;
  let wanted: Revision = 'good0';
  let seconds = 0;
  let forgotten = false;
  let tries = 0;
  const wrongs: string[] = [];

  function armOf(revision: Revision | undefined): Arm {
    const there = revision === undefined ? undefined : pods.get(revision);
    if (!there || revision === undefined) return anArm(0);
    const steadySeconds = seconds - there.since;
    return armShown(qualities.get(revision), { count: there.count, steadySeconds, tries: tries++ });
  }

  function verdictOf(): Verdict {
    if (forgotten) return silent;
    return verdictOn('candidate' in rollout ? qualities.get(rollout.candidate) : undefined, rollout);
  }

  function look(): void {
    seconds += tickSeconds;
    const reading: Reading = aReading({
      now: after(seconds),
      wanted,
      held,
      paused,
      history: served.filter((name) => !held.includes(name)),
      stable: armOf('stable' in rollout ? rollout.stable : undefined),
      candidate: armOf('candidate' in rollout ? rollout.candidate : undefined),
      checked: forgotten ? { result: 'Pending' } : { result: 'Passed' },
      verdict: verdictOf(),
    });
    rollout = ordered(reading) ?? next(rollout, reading, rules);
    if (drill) drilled(drill, { ...reading, candidate: armOf(drill.candidate) });
    forgotten = false;
    remember();
    scale();
    check();
  }

  function drilled(at: Drill, reading: Reading): void {
    const to = drillNext(at, rollout, reading, rules);
    drill = 'phase' in to ? to : undefined;
    const expected = qualities.get(at.candidate) === 'good' ? 'Failed' : 'Passed';
    if (!('phase' in to)) wrong(![expected, 'Interrupted'].includes(to.result), to.message);
  }

  function ordered(reading: Reading): Rollout | undefined {
    const answer = order && obey(order, rollout, reading, rules);
    if (answer?.result !== 'Later') order = undefined;
    return answer?.result === 'Done' ? answer.rollout : undefined;
  }

  function remember(): void {
    if (rollout.phase === 'RollingBack') held = [...new Set([...held, rollout.candidate])];
    const trial = onTrial(rollout) ? rollout.candidate : undefined;
    held = held.filter((name) => name !== trial);
    const all = rollout.phase === 'Stable' ? rollout.stable : undefined;
    if (all) served = [all, ...served.filter((name) => name !== all)];
  }

  function scale(): void {
    const there = pods;
    const steps = canarySteps(rules.replicas, rules.rollout.canary);
    const counts = podCounts(rollout, rules.replicas, steps);
    const live = liveRevisions(rollout).map((revision) => {
      const isStable = 'stable' in rollout && rollout.stable === revision;
      const count = isStable ? counts.stable : counts.candidate;
      const there = pods.get(revision) ?? { count: 0, since: seconds };
      return [revision, count === 'AsIs' ? there : { ...there, count }] as const;
    });
    pods = new Map(live);
    if (drill) pods.set(drill.candidate, { since: seconds, ...there.get(drill.candidate), count: 1 });
  }

  const wrong = (is: boolean, text: string): void => {
    if (is) wrongs.push(text);
  };

  function check(): void {
    const revision = traffic(owner, rollout)[labels.revision];
    const serves = revision === undefined || pods.get(revision)?.count === rules.replicas;
    wrong(!serves, `in ${rollout.phase} users are sent to ${revision}, which has not all its pods`);
    const isBeside = drill && !(rollout.phase === 'Stable' && revision === rollout.stable);
    wrong(isBeside === true, `in ${rollout.phase} there is a drill, and users are sent to ${revision}`);
    wrong(/drill/.test(JSON.stringify([rollout, held, served])), 'a drill is taken for a release');
    const draining = rollout.phase === 'RollingBack' ? rollout.candidate : undefined;
    for (const name of pods.keys())
      wrong(held.includes(name) && name !== draining, `${name} is held and has pods`);
    checkWeights();
  }

  function checkWeights(): void {
    const stable = armOf('stable' in rollout ? rollout.stable : undefined);
    const candidate = armOf('candidate' in rollout ? rollout.candidate : undefined);
    const percent = candidatePercent(rollout, { ...rules, steps: stepsOf(rules), stable, candidate });
    for (const [service, weight = 0] of Object.entries(weightsOf(aRoute(rollout, percent, routed)))) {
      const name = liveRevisions(rollout).find((revision) => usersServiceName(routed, revision) === service);
      const isNobody = weight > 0 && armOf(name).ready === 0 && stable.ready + candidate.ready > 0;
      wrong(isNobody, `in ${rollout.phase} ${weight} % are sent to ${service}, which has no ready pod`);
      wrong(weight > 0 && held.some((one) => one === name), `${weight} % are sent to ${name}, which is held`);
    }
  }

  function ship(letter: Letter, quality: Quality): void {
    wanted = `${letter}${qualities.size}`;
    qualities.set(wanted, quality);
  }

  /** Every other drill shows no fault. */
  function startDrill(): void {
    if (drill || rollout.phase !== 'Stable' || hindrance(rollout, { wanted, paused }, rules)) return;
    const name = `drill${drills++}`;
    qualities.set(name, drills % 2 === 0 ? 'good' : 'never starts');
    drill = beginDrill('NeverReady', name, rollout.stable, aReading({ now: after(seconds) }));
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
    pause: () => {
      paused = !paused;
    },
    scale: () => {
      rules = rules === usual ? small : usual;
    },
    promote: () => {
      order = { name: 'promote', target: wanted };
    },
    abort: () => {
      order = { name: 'abort', target: wanted };
    },
    undo: () => {
      order = { name: 'undo', target: 'previous' };
    },
    drill: startDrill,
  };

  return {
    does: (letter: Letter): void => wishes[letter](),
    resume: (): void => {
      paused = false;
    },
    look,
    /** Looks until nothing happens any more, at most so often. */
    settle: (looks = 150): void => {
      for (let i = 0; i < looks; i++) {
        const before = rollout;
        look();
        if (rollout === before && !('candidate' in rollout) && !drill) return;
      }
    },
    /** The phase after each of so many looks. */
    phases: (looks: number): readonly string[] =>
      Array.from({ length: looks }, () => {
        look();
        return rollout.phase;
      }),
    /** What went wrong on the way, and whether it came to rest. */
    unrest: (): readonly string[] => {
      wrong(drill !== undefined, 'ends in a drill');
      wrong(!['Stable', 'RolledBack'].includes(rollout.phase), `ends in ${rollout.phase}`);
      return wrongs;
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

const words = (length: number, alphabet: readonly Letter[]): readonly (readonly Letter[])[] =>
  length === 0
    ? [[]]
    : words(length - 1, alphabet).flatMap((word) => alphabet.map((letter) => [...word, letter]));

function live(word: readonly Letter[], fault: Quality, looks: number): readonly string[] {
  const world = aWorld(fault);
  for (const letter of word) {
    world.does(letter);
    world.settle(looks);
  }
  world.resume();
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
    expect(words(4, letters).flatMap((word) => live(word, fault, looks))).toEqual([]);
  });
});

it.each([1, 6, 13, 150])(
  'whatever people order, %d looks apart, users have somebody who serves them, and never a drill',
  (looks) => {
    const unrest = (word: readonly Letter[]) => {
      const world = aWorld('crashes');
      for (const letter of word) {
        world.does(letter);
        world.settle(looks);
      }
      world.settle();
      return world.unrest().map((wrong) => `${word.join(', ')}: ${wrong}`);
    };
    expect(words(4, orders).flatMap(unrest)).toEqual([]);
  },
);

it('a retry takes its steps like the first try', () => {
  const stepsOf = (prepare: (world: ReturnType<typeof aWorld>) => void) => {
    const world = aWorld('fails its users');
    world.does('bad');
    prepare(world);
    return world.phases(60);
  };
  const first = stepsOf(() => undefined);
  expect(first).toContain('RolledBack');
  expect(
    stepsOf((world) => {
      world.settle();
      world.does('retry');
    }),
  ).toEqual(first);
});
