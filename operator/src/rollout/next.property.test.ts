import fc from 'fast-check';
import { after1, history, names, rules, type State, start, states, usual } from '../../test/aHistory.ts';
import { aRoute, aRoutedOwner, weightsOf } from '../../test/aRoute.ts';
import { after, anArm, anOwner, aReading, aRecorded, crash, silent } from '../../test/builders.ts';
import { labels } from '../api/identity.ts';
import { phases } from '../api/status/phases.ts';
import { keptRevisions, type Wanted } from '../plan/desired.ts';
import { liveRevisions } from '../plan/liveRevisions.ts';
import { traffic, usersServiceName } from '../plan/service.ts';
import { next } from './next.ts';
import type { Policy } from './policy.ts';
import type { Reading } from './reading.ts';
import type { Rollout } from './rollout.ts';
import { canarySteps, podCounts, stepsOf } from './shares.ts';
import { candidatePercent } from './weights.ts';

const owner = anOwner();
const routed = aRoutedOwner();

const always = (name: string, holds: (step: ReturnType<typeof states>[number]) => void): void => {
  it(name, () => {
    fc.assert(
      fc.property(history, (events) => {
        for (const step of states(events, rules)) holds(step);
      }),
      { numRuns: 500 },
    );
  });
};

it('these histories get everywhere', () => {
  const seen = new Set(
    fc
      .sample(history, { numRuns: 100, seed: 1 })
      .flatMap((events) => states(events, rules))
      .map(({ state }) => state.rollout.phase),
  );
  expect([...seen]).toEqual(expect.arrayContaining([...phases, 'Comparing', 'Recalling']));
});

always('a held revision never gets pods', ({ state: { rollout, held } }) => {
  if ('candidate' in rollout && rollout.phase !== 'RollingBack')
    expect(held).not.toContain(rollout.candidate);
});

always('users are only ever sent to a revision that has pods', ({ state: { rollout } }) => {
  const revision = traffic(owner, rollout)[labels.revision];
  const live = liveRevisions(rollout);
  if (revision === undefined) expect(live).toHaveLength(2);
  else if (live.length > 0 && 'stable' in rollout && rollout.stable) expect(live).toContain(revision);
  else expect(revision).toBe('none');
});

/** Weights that the route has after this step, by revision; the world's own Service is there while nothing is released. */
function weightsAfter({ rollout }: State, { stable, candidate }: Reading, { replicas }: Policy) {
  const policy = routed.spec;
  const percent = candidatePercent(rollout, { replicas, steps: stepsOf(policy), stable, candidate });
  const revisions = new Map(liveRevisions(rollout).map((name) => [usersServiceName(routed, name), name]));
  return Object.entries(weightsOf(aRoute(rollout, percent, routed))).map(([name, weight = 0]) => ({
    revision: revisions.get(name),
    isKnown: revisions.has(name) || (name === routed.name && !stableOf(rollout)),
    weight,
  }));
}

const stableOf = (rollout: Rollout) => ('stable' in rollout ? rollout.stable : undefined);

always('weights are 100 together, and lead nowhere but to live revisions', ({ state, reading, rules }) => {
  const weights = weightsAfter(state, reading, rules);
  expect(weights.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
  for (const { weight, isKnown } of weights) {
    expect(weight).toBeGreaterThanOrEqual(0);
    expect(isKnown).toBe(true);
  }
});

always('a route sends users to a candidate only where the Service may', ({ state, reading, rules }) => {
  const { rollout } = state;
  const selected = traffic(owner, rollout)[labels.revision];
  const candidate = 'candidate' in rollout ? rollout.candidate : undefined;
  for (const { revision, weight } of weightsAfter(state, reading, rules))
    if (weight > 0 && revision !== undefined && revision === candidate)
      expect([undefined, candidate]).toContain(selected);
});

always(
  'a route sends nobody to a revision without a ready pod while the other one of a release may serve and has some',
  ({ before, state, reading, rules }) => {
    const [was, is] = [before.rollout, state.rollout];
    const isSame = 'candidate' in was && 'candidate' in is && was.candidate === is.candidate;
    if (!isSame || !['Canary', 'Promoting', 'Baking'].includes(is.phase)) return;
    if (was.stable !== is.stable || reading.stable.ready + reading.candidate.ready === 0) return;
    for (const { revision, weight } of weightsAfter(state, reading, rules)) {
      const arm = revision === is.candidate ? reading.candidate : reading.stable;
      if (weight > 0) expect(arm.ready).toBeGreaterThan(0);
    }
  },
);

always(
  'the stable revision keeps all its pods while a candidate has users',
  ({ state: { rollout }, rules }) => {
    const counts = podCounts(rollout, rules.replicas, canarySteps(rules.replicas, rules.rollout.canary));
    if ('stable' in rollout && rollout.stable) expect(counts.stable).toBe(rules.replicas);
  },
);

always(
  'a release only ever starts from the stable revision, which changes by winning or by a recall',
  ({ before, state }) => {
    const [was, is] = [before.rollout, state.rollout];
    const won = is.phase === 'Stable' && 'candidate' in was && is.stable === was.candidate;
    const recalled = was.phase === 'Recalling' && is.phase === 'RollingBack' && is.stable === was.candidate;
    if (!won && !recalled) expect(stableOf(is)).toBe(stableOf(was));
  },
);

always('no phase is left out on the way to users', ({ before, state }) => {
  const order = ['Preparing', 'Checking', 'Canary', 'Promoting', 'Baking', 'Stable'];
  const [was, is] = [before.rollout, state.rollout];
  const same = 'candidate' in was && 'candidate' in is && was.candidate === is.candidate;
  if (
    order.includes(is.phase) &&
    !isOrdered(is) &&
    same &&
    is.phase !== 'RollingBack' &&
    was.phase !== 'RollingBack' &&
    is.startedAt === was.startedAt
  )
    expect(order.indexOf(is.phase) - order.indexOf(was.phase)).toBeLessThanOrEqual(1);
});

/** A person may leave out phases, and is the only one who may. */
const isOrdered = (rollout: Rollout): boolean =>
  rollout.phase === 'Promoting' && rollout.promotedBy === 'Person';

always(
  'a candidate gets all users by proof, by a person or because nobody else serves',
  ({ before, state, reading }) => {
    const [was, is] = [before.rollout, state.rollout];
    if (was.phase !== 'Canary' || is.phase !== 'Promoting' || is.promotedBy) return;
    const { verdict, stable } = reading;
    expect(stable.ready === 0 || (verdict.name === 'Continue' && verdict.isProven)).toBe(true);
  },
);

/** What is told of the revision that has the users is no answer to a wish. */
const told = { isFailed: false, breach: undefined };

always('asking again for what is held changes nothing', ({ before, state, reading, order }) => {
  const [was, is] = [before.rollout, state.rollout];
  if (order || was.phase !== 'RolledBack' || !before.held.includes(reading.wanted)) return;
  if (reading.wanted !== was.stable) expect({ ...is, ...told }).toEqual({ ...was, ...told });
});

const forgetful = anOwner({ revisionHistoryLimit: 1 });
const records = [...names, 'ffffffffff'].map((name, i) => aRecorded(name, { number: i + 1 }));

always('what is live, held or asked for keeps its record', ({ state: { rollout, held }, reading }) => {
  const wanted: Wanted = {
    owner: forgetful,
    rollout,
    records,
    held: new Map(held.map((name) => [name, ''])),
    asked: { revision: reading.wanted },
    artifacts: new Map(),
    served: new Map(),
    checks: { create: [], keep: [] },
    monitoring: { prometheus: false, grafana: false },
  };
  const kept = [...keptRevisions(wanted)];
  for (const name of [...liveRevisions(rollout), ...held, reading.wanted]) expect(kept).toContain(name);
});

always('scaling starts, releases and undoes nothing', ({ state, reading }) => {
  const quiet: Reading = aReading({
    wanted: reading.wanted,
    now: reading.now,
    held: state.held,
    verdict: silent,
  });
  const phaseAt = (replicas: number) => next(state.rollout, quiet, rules(replicas)).phase;
  const [usually, scaled] = [phaseAt(4), phaseAt(10)];
  const ends = ['RollingBack', 'RolledBack', 'Preparing', 'Recalling'];
  if (scaled !== state.rollout.phase && ends.includes(scaled)) expect(usually).toBe(scaled);
});

always('one reading leads to an end, however often it is looked at', ({ state, reading, rules }) => {
  const seen: State[] = [state];
  for (let i = 0; i < 12; i++) seen.push(after1(seen.at(-1) ?? state, reading, rules));
  expect(seen.at(-1)).toEqual(seen.at(-2));
});

always('one reading counts one failed pull at most', ({ before, state, reading, rules }) => {
  const pulls = ({ rollout }: State) => ('pullFailures' in rollout ? rollout.pullFailures.length : 0);
  const again = after1(state, reading, rules);
  if (
    'candidate' in before.rollout &&
    before.rollout.phase === 'Preparing' &&
    again.rollout.phase === 'Preparing'
  )
    expect(pulls(again)).toBeLessThanOrEqual(pulls(before) + 1);
});

/** Looks once every hundred seconds until nothing changes any more. */
function settled(state: State, reading: Partial<Reading>): State {
  let at = state;
  for (let i = 0; i < 60; i++) at = after1(at, aReading({ ...reading, now: after(1e7 + i * 100) }), usual);
  return at;
}

it('from anywhere, a good revision that is asked for ends Stable', () => {
  fc.assert(
    fc.property(history, fc.constantFrom(...names), (events, wanted) => {
      const { rollout, held } = states(events, rules).at(-1)?.state ?? start;
      const free = { rollout, held: held.filter((name) => name !== wanted) };
      const end = settled(free, { wanted });
      // A rollback that was under way holds it in the end.
      const rejected = end.held.includes(wanted) && rollout.phase === 'RollingBack';
      expect(end.rollout).toMatchObject(rejected ? {} : { phase: 'Stable', stable: wanted });
    }),
    { numRuns: 200 },
  );
});

it('from anywhere, a bad revision that is asked for ends held, with the users where they were', () => {
  fc.assert(
    fc.property(history, (events) => {
      const { rollout, held } = states(events, rules).at(-1)?.state ?? start;
      const end = settled({ rollout, held }, { wanted: 'ffffffffff', candidate: anArm(1, { fault: crash }) });
      expect(end.held).toContain('ffffffffff');
      expect(end.rollout.phase).toBe('RolledBack');
    }),
    { numRuns: 200 },
  );
});
