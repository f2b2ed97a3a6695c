import fc from 'fast-check';
import { next } from '../src/rollout/next.ts';
import { type Order, obey } from '../src/rollout/orders.ts';
import type { Policy } from '../src/rollout/policy.ts';
import type { Arm, Reading } from '../src/rollout/reading.ts';
import { onTrial, type Revision, type Rollout } from '../src/rollout/rollout.ts';
import { policy } from './aRollout.ts';
import { after, clean, crash, noon, shared, silent, worse } from './builders.ts';

/** A rollout with the holds that its caller keeps. */
export interface State {
  readonly rollout: Rollout;
  readonly held: readonly Revision[];
}

export const start: State = { rollout: { phase: 'Pending' }, held: [] };

export function after1({ rollout, held }: State, told: Reading, rules: Policy, order?: Order): State {
  const reading = { ...told, held, history: told.history.filter((name) => !held.includes(name)) };
  const answer = order && obey(order, rollout, reading, rules);
  const to = answer?.result === 'Done' ? answer.rollout : next(rollout, reading, rules);
  if (to.phase === 'RollingBack') return { rollout: to, held: [...new Set([...held, to.hold.revision])] };
  return { rollout: to, held: onTrial(to) ? held.filter((name) => name !== to.candidate) : held };
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

export const names = ['bbbbbbbbbb', 'cccccccccc', 'dddddddddd'];

interface Event {
  readonly reading: Omit<Reading, 'now' | 'held' | 'wanted'>;
  /** What the spec asks for from now on; absent when it stays as it was. */
  readonly asks: Revision | undefined;
  readonly seconds: number;
  readonly order: Order | undefined;
  readonly replicas: number;
  readonly retries: boolean;
}

const someEvent: fc.Arbitrary<Event> = fc.record({
  seconds: fc.constantFrom(0, 1, 11, 25, 400, 4000),
  replicas: mostly(4, 0, 1, 10),
  retries: fc.boolean(),
  order: fc.oneof(
    { weight: 24, arbitrary: fc.constant(undefined) },
    {
      weight: 2,
      arbitrary: fc.record({
        name: fc.constantFrom<Order['name']>('promote', 'approve', 'abort', 'undo'),
        target: fc.constantFrom(...names, 'previous', `${names[0]}/1`),
      }),
    },
  ),
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

export const history = fc.array(someEvent, { maxLength: 40, size: 'max' });

/** Every state that a history leads through, with the reading that led there. */
export function states(events: readonly Event[], rules: (replicas: number) => Policy) {
  let state = start;
  let seconds = 0;
  let wanted = names[0] ?? '';
  return events.map((event) => {
    seconds += event.seconds;
    wanted = event.asks ?? wanted;
    const before = event.retries ? { ...state, held: state.held.filter((name) => name !== wanted) } : state;
    const reading: Reading = { ...event.reading, wanted, held: before.held, now: after(seconds) };
    const at = { before, reading, rules: rules(event.replicas), order: event.order };
    state = after1(before, reading, at.rules, event.order);
    return { ...at, state };
  });
}

const all = new Map(
  [0, 1, 4, 10].map((replicas) => [replicas, policy({ whenUndecided: 'Rollback' }, replicas)]),
);
export const usual = policy();
export const rules = (replicas: number): Policy => all.get(replicas) ?? usual;
