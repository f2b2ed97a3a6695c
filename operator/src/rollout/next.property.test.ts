import fc from 'fast-check';
import { policy } from '../../test/aRollout.ts';
import {
  after,
  anArm,
  anOwner,
  aReading,
  clean,
  crash,
  noon,
  shared,
  silent,
  worse,
} from '../../test/builders.ts';
import { labels } from '../api/identity.ts';
import { phases } from '../api/status/phases.ts';
import { liveRevisions } from '../plan/desired.ts';
import { traffic } from '../plan/service.ts';
import { next } from './next.ts';
import type { Policy } from './policy.ts';
import type { Arm, Reading } from './reading.ts';
import type { Revision, Rollout } from './rollout.ts';
import { canarySteps, podCounts } from './shares.ts';

/** A rollout with the holds that its caller keeps. */
interface State {
  readonly rollout: Rollout;
  readonly held: readonly Revision[];
}

const start: State = { rollout: { phase: 'Pending' }, held: [] };

function after1({ rollout, held }: State, reading: Reading, rules: Policy): State {
  const to = next(rollout, { ...reading, held }, rules);
  const hold = to.phase === 'RollingBack' ? [to.hold.revision] : [];
  return { rollout: to, held: [...new Set([...held, ...hold])] };
}

/** A history in which everything happens at every moment never gets far. */
const mostly = <T>(value: T, ...others: T[]) =>
  fc.oneof(
    { weight: 24, arbitrary: fc.constant(value) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
const seldom = <T>(value: T) => mostly<T | undefined>(undefined, value);

const someArm: fc.Arbitrary<Arm> = fc
  .record({
    ready: mostly(10, 0, 1, 3, 4),
    more: fc.nat(2),
    steadySeconds: mostly(60, 0),
    sick: fc.nat(2),
    fault: seldom(crash),
    environment: seldom('Pod x cannot be scheduled.'),
    pullFailures: mostly<string[]>([], ['p1'], ['p2'], ['p1', 'p2', 'p3'], ['p4']),
  })
  .map(({ ready, more, fault, environment, ...arm }) => ({
    ...arm,
    ready,
    pods: ready + more,
    ...(fault && { fault }),
    ...(environment && { environment }),
  }));

const names = ['bbbbbbbbbb', 'cccccccccc', 'dddddddddd'];

interface Event {
  readonly reading: Omit<Reading, 'now' | 'held' | 'wanted'>;
  /** What the spec asks for from now on; absent when it stays as it was. */
  readonly asks: Revision | undefined;
  readonly seconds: number;
  readonly replicas: number;
  readonly retries: boolean;
}

const someEvent: fc.Arbitrary<Event> = fc.record({
  seconds: fc.constantFrom(0, 1, 11, 25, 400, 4000),
  replicas: mostly(4, 0, 1, 10),
  retries: fc.boolean(),
  asks: mostly<Revision | undefined>(undefined, ...names),
  reading: fc
    .record({
      paused: mostly(false, true),
      history: fc.subarray(names),
      sla: mostly<Reading['sla']>(
        { result: 'Unknown' },
        { result: 'Met' },
        { result: 'Breached', breach: { reason: 'ErrorRate', message: '9 of 10 failed.' } },
      ),
      promotedAt: fc.constantFrom(noon, after(4000)),
      blocked: seldom('A Secret is missing.'),
      stable: someArm,
      candidate: someArm,
      stableFailsUsers: mostly(false, true),
      strangers: mostly(0, 1),
      checked: mostly<Reading['checked']>(
        { result: 'Passed' },
        { result: 'Pending' },
        { result: 'Failed', message: 'GET /: 500', evidence: [] },
      ),
      gate: mostly<Reading['gate']>(
        { result: 'Passed' },
        { result: 'Pending', isRequired: true, seconds: 240, trouble: 'No node has room for the checks.' },
        { result: 'Pending', isRequired: false, seconds: 240 },
        { result: 'Failed', reason: 'LoadFailed', message: 'Check load failed', evidence: [] },
      ),
      verdict: mostly<Reading['verdict']>(clean, silent, shared, worse),
    })
    .map(({ blocked, ...reading }) => ({ ...reading, ...(blocked && { blocked }) })),
});

const history = fc.array(someEvent, { maxLength: 40, size: 'max' });

/** Every state that a history leads through, with the reading that led there. */
function states(events: readonly Event[], rules: (replicas: number) => Policy) {
  let state = start;
  let seconds = 0;
  let wanted = names[0] ?? '';
  return events.map((event) => {
    seconds += event.seconds;
    wanted = event.asks ?? wanted;
    const before = event.retries ? { ...state, held: state.held.filter((name) => name !== wanted) } : state;
    const reading: Reading = { ...event.reading, wanted, held: before.held, now: after(seconds) };
    const at = { before, reading, rules: rules(event.replicas) };
    state = after1(before, reading, at.rules);
    return { ...at, state };
  });
}

const owner = anOwner();
const all = new Map(
  [0, 1, 4, 10].map((replicas) => [replicas, policy({ whenUndecided: 'Rollback' }, replicas)]),
);
const usual = policy();
const rules = (replicas: number): Policy => all.get(replicas) ?? usual;

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
    const stableOf = (rollout: Rollout) => ('stable' in rollout ? rollout.stable : undefined);
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
  if (same && is.phase !== 'RollingBack' && was.phase !== 'RollingBack' && is.startedAt === was.startedAt)
    expect(order.indexOf(is.phase) - order.indexOf(was.phase)).toBeLessThanOrEqual(1);
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
