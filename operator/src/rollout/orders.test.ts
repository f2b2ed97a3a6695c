import {
  baking,
  canary,
  checking,
  closed,
  first,
  lastStep,
  leadsTo,
  policy,
  preparing,
  promoting,
  stable,
  trials,
} from '../../test/aRollout.ts';
import {
  after,
  aHold,
  anArm,
  aReading,
  aTrial,
  clean,
  crash,
  noon,
  revisions,
  shared,
  silent,
  worse,
} from '../../test/builders.ts';
import { next } from './next.ts';
import { type Order, obey } from './orders.ts';
import type { Reading } from './reading.ts';
import { recall } from './recall.ts';
import type { Rollout } from './rollout.ts';

const { a, b, c } = revisions;
const rolledBack: Rollout = { phase: 'RolledBack', stable: a, hold: aHold() };
const rollingBack: Rollout = { phase: 'RollingBack', ...aTrial(), hold: aHold() };
const manual = policy({
  canary: { steps: [{ trafficPercent: 20, approval: 'Manual' }, { trafficPercent: 50 }] },
});

const say = (
  name: Order['name'],
  target: string,
  at: Rollout,
  reading: Partial<Reading> = {},
  rules = policy(),
) => obey({ name, target }, at, aReading(reading), rules);
const obeyed = (...order: Parameters<typeof say>): Rollout => {
  const answer = say(...order);
  if (answer.result !== 'Done') throw new Error(JSON.stringify(answer));
  return answer.rollout;
};

describe('an order for what is not on trial', () => {
  it.each<[Order['name'], string, Rollout, string]>([
    ['promote', c, canary, `Revision ${c} is not on trial; the candidate is ${b}.`],
    ['abort', c, canary, `Revision ${c} is not on trial; the candidate is ${b}.`],
    ['promote', a, stable, `Revision ${a} is not on trial; no release is under way.`],
    ['abort', a, stable, `Revision ${a} is not on trial; no release is under way.`],
    ['abort', b, rolledBack, `Revision ${b} is not on trial; no release is under way.`],
    ['promote', '', { phase: 'Pending' }, 'Revision  is not on trial; no release is under way.'],
    ['approve', `${c}/1`, canary, `Revision ${c} is not in a canary, so it has no step to approve.`],
    ['approve', `${b}/1`, promoting, `Revision ${b} is not in a canary, so it has no step to approve.`],
    ['approve', `${b}/2`, canary, `Revision ${b} is in step 1; approve ${b}/1.`],
    ['approve', b, canary, `Revision ${b} is in step 1; approve ${b}/1.`],
    ['approve', `${b}/1`, canary, `Step 1 of revision ${b} needs no approval.`],
    ['undo', a, stable, `Revision ${a} has all users already.`],
    ['undo', c, stable, `Revision ${c} is not in the history of revisions that had all users, or is held.`],
    ['undo', 'previous', stable, 'There is no earlier revision that had all users and is not held.'],
    ['undo', c, canary, `A release is under way and goes back to ${a} only; abort ${b} first.`],
    ['undo', 'previous', first, 'No revision has had all users yet, so there is nothing to go back to.'],
  ])('%s %s is refused with the reason', (name, target, at, message) => {
    expect(say(name, target, at)).toEqual({ result: 'Refused', message });
  });

  it('waits while something is undone', () => {
    for (const name of ['promote', 'abort', 'undo'] as const)
      expect(say(name, c, rollingBack)).toEqual({ result: 'Later' });
  });
});

describe('promote', () => {
  it.each([preparing, checking, canary, lastStep, closed('Undecided'), promoting])(
    'gives all users to a candidate in $phase as soon as it is whole, whatever the judge has seen',
    (at) => {
      const promoted = obeyed('promote', b, at, { candidate: anArm(0) });
      expect(promoted).toMatchObject({ phase: 'Promoting', promotedBy: 'Person', stable: a, candidate: b });
      expect(leadsTo(promoted, { candidate: anArm(3) })).toBe('Promoting');
      for (const verdict of [clean, silent, shared])
        expect(leadsTo(promoted, { verdict, paused: true })).toBe('Baking');
    },
  );

  it('ends a bake', () => {
    expect(obeyed('promote', b, baking)).toEqual({ phase: 'Stable', stable: b });
    expect(say('promote', b, baking, { candidate: anArm(0) }).result).toBe('Refused');
  });

  it('lets a first release serve with the pods that it has', () => {
    expect(obeyed('promote', b, first, { candidate: anArm(1) })).toEqual({ phase: 'Stable', stable: b });
    expect(say('promote', b, first, { candidate: anArm(0) }).result).toBe('Refused');
  });

  it('waits for pods of a third revision, which would get users too', () => {
    for (const at of [preparing, checking])
      expect(say('promote', b, at, { strangers: 1 })).toEqual({ result: 'Later' });
    expect(say('promote', b, rolledBack, { held: [b], strangers: 1 })).toEqual({ result: 'Later' });
  });

  it('takes a held revision that the spec asks for, for a false alarm may happen', () => {
    for (const at of [rolledBack, stable])
      expect(obeyed('promote', b, at, { held: [b], now: after(9) })).toMatchObject({
        phase: 'Promoting',
        stable: a,
        candidate: b,
        startedAt: after(9).toISOString(),
      });
    expect(say('promote', b, rolledBack, { held: [b], wanted: c }).result).toBe('Refused');
    expect(say('promote', b, { ...rolledBack, stable: undefined }, { held: [b] }).result).toBe('Refused');
  });

  it('takes nothing from hard evidence and from the judge', () => {
    const promoted = obeyed('promote', b, preparing);
    expect(leadsTo(promoted, { candidate: anArm(4, { fault: crash }) })).toBe('RollingBack');
    expect(leadsTo(promoted, { verdict: worse })).toBe('RollingBack');
    expect(leadsTo(next(promoted, aReading(), policy()), { verdict: worse })).toBe('RollingBack');
  });
});

describe('abort', () => {
  it.each([...trials, first, closed('EnvironmentBad')])('holds a candidate in $phase', (at) => {
    expect(obeyed('abort', b, at)).toMatchObject({
      phase: 'RollingBack',
      hold: { revision: b, reason: 'Aborted', phase: at.phase },
    });
  });

  it.each([preparing, canary, baking])('works after promote, in $phase', (at) => {
    const promoted = obeyed('promote', b, at, { candidate: anArm(4) });
    if (promoted.phase !== 'Stable')
      expect(obeyed('abort', b, promoted)).toMatchObject({ phase: 'RollingBack' });
  });

  it('ends an undo whose revision finds no room, and nothing is held', () => {
    const recalling = recall({ stable: a }, b, { reason: 'Undone', message: 'Why.' }, noon);
    expect(say('abort', b, recalling)).toEqual({
      result: 'Done',
      rollout: stable,
      message: `Revision ${b} is not started any more; ${a} keeps all users.`,
    });
    expect(say('abort', c, recalling)).toEqual({ result: 'Later' });
  });

  it('never sends users to a revision without capacity', () => {
    expect(say('abort', b, baking, { stable: anArm(1) })).toEqual({
      result: 'Refused',
      message: `Revision ${a} has 1 of 4 pods ready: there is nobody to go back to.`,
    });
  });
});

describe('a step that a person approves', () => {
  const well = { now: after(20) };

  it('does not end by itself, however long it takes', () => {
    const waiting = next(canary, aReading(well), manual);
    expect(waiting).toEqual({ ...canary, approval: 'Required' });
    for (const verdict of [clean, silent])
      expect(next(waiting, aReading({ now: after(1e6), verdict }), manual)).toMatchObject({
        ...waiting,
        step: 0,
      });
  });

  it('ends when it is approved, and what follows has its time', () => {
    const waiting: Rollout = { ...canary, approval: 'Required' };
    const now = after(7200);
    const approved = obeyed('approve', `${b}/1`, waiting, { now }, manual);
    expect(approved).toEqual({ ...canary, approval: 'Given', canaryStartedAt: now.toISOString() });
    expect(next(approved, aReading({ now }), manual)).toEqual({
      ...lastStep,
      canaryStartedAt: now.toISOString(),
      phaseStartedAt: now.toISOString(),
    });
  });

  it('may be approved before it is done, and still needs its time', () => {
    const approved = obeyed('approve', `${b}/1`, canary, {}, manual);
    expect(leadsTo(approved, { now: after(19) }, manual)).toBe('Canary 0');
    expect(leadsTo(approved, { now: after(20) }, manual)).toBe('Canary 1');
  });

  it('is still held to the judge', () => {
    expect(leadsTo({ ...canary, approval: 'Required' }, { verdict: worse }, manual)).toBe('RollingBack');
  });
});

describe('undo', () => {
  it.each([...trials, closed('Undecided')])(
    'of a release in $phase goes back to the stable revision',
    (at) => {
      for (const target of ['previous', a])
        expect(obeyed('undo', target, at)).toMatchObject({
          phase: 'RollingBack',
          stable: a,
          hold: { revision: b, reason: 'Undone' },
        });
    },
  );

  it('of a stable revision starts the one that had all users before it, or the one that is named', () => {
    const reading = { history: [a, c, b] };
    expect(obeyed('undo', 'previous', stable, reading)).toMatchObject({
      phase: 'Recalling',
      stable: a,
      candidate: c,
    });
    expect(obeyed('undo', b, stable, reading)).toMatchObject({ phase: 'Recalling', candidate: b });
    expect(obeyed('undo', b, rolledBack, reading)).toMatchObject({ phase: 'Recalling', stable: a });
  });

  it.each<[string, Rollout, string]>([
    ['is rolled back', rollingBack, a],
    ['is left for an earlier one', recall({ stable: b }, a, { reason: 'Undone', message: 'Why.' }, noon), a],
  ])('of what %s already is no second step back', (_, at, earlier) => {
    for (const target of ['previous', earlier])
      expect(say('undo', target, at, { history: [a, c] })).toEqual({
        result: 'Done',
        rollout: at,
        message: `Revision ${b} is being undone already; ${a} gets all users.`,
      });
  });

  it('of a release that was rolled back takes no second step back, unless that revision is named', () => {
    expect(say('undo', 'previous', rolledBack, { history: [a, c] })).toEqual({
      result: 'Refused',
      message: `Revision ${b} is undone already and ${a} has all users; to leave that one too, name ${c}.`,
    });
    expect(obeyed('undo', c, rolledBack, { history: [a, c] })).toMatchObject({ candidate: c });
    expect(say('undo', 'previous', rolledBack, { history: [a] }).result).toBe('Refused');
  });
});
