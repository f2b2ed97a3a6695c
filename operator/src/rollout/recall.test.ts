import { leadsTo, policy, stable } from '../../test/aRollout.ts';
import { after, anArm, anOwner, aReading, crash, noon, revisions } from '../../test/builders.ts';
import { labels } from '../api/identity.ts';
import { traffic } from '../plan/service.ts';
import { next } from './next.ts';
import type { Reading } from './reading.ts';
import { recall } from './recall.ts';
import { onTrial, type Rollout } from './rollout.ts';
import { podCounts } from './shares.ts';

const { a, b, c } = revisions;
const recalling = recall({ stable: a }, b, { reason: 'Undone', message: 'A person went back.' }, noon);
const step = (reading: Partial<Reading>, rules = policy()): Rollout =>
  next(recalling, aReading({ wanted: a, ...reading }), rules);
const usersOf = (at: Rollout) => traffic(anOwner(), at)[labels.revision];

it('an earlier revision gets all its pods before it gets anybody', () => {
  expect(podCounts(recalling, 4, [])).toEqual({ stable: 4, candidate: 4 });
  expect([usersOf(recalling), onTrial(recalling)]).toEqual([a, false]);
  for (const candidate of [anArm(0), anArm(3), anArm(4, { steadySeconds: 4 })])
    expect(step({ candidate })).toEqual(recalling);
});

it('then one cut gives it all users, and the revision before it drains and is held', () => {
  const cut = step({ candidate: anArm(4, { steadySeconds: 5 }), now: after(9) });
  expect(cut).toMatchObject({
    phase: 'RollingBack',
    stable: b,
    candidate: a,
    hold: { revision: a, reason: 'Undone', phase: 'Stable', since: after(9).toISOString() },
  });
  expect(usersOf(cut)).toBe(b);
  const end = next(cut, aReading({ wanted: a, held: [a], candidate: anArm(0), now: after(10) }), policy());
  expect(end).toMatchObject({ phase: 'RolledBack', stable: b });
  expect(leadsTo(end, { wanted: a, held: [a] })).toBe('RolledBack');
});

it.each<[string, Partial<Reading>]>([
  ['crashes', { candidate: anArm(2, { fault: crash }) }],
  ['is not whole at the deadline', { candidate: anArm(3), now: after(120) }],
])('one that %s is not gone back to', (_, reading) => {
  expect(step(reading)).toEqual(stable);
});

it('one whose image cannot be pulled any more is not gone back to, after three tries', () => {
  let at: Rollout = recalling;
  for (const pod of ['p1', 'p2'])
    at = next(at, aReading({ wanted: a, candidate: anArm(0, { pullFailures: [pod] }) }), policy());
  expect(at).toMatchObject({ phase: 'Recalling', pullFailures: ['p1', 'p2'] });
  const third = aReading({ wanted: a, candidate: anArm(0, { pullFailures: ['p3'] }) });
  expect(next(at, third, policy())).toEqual(stable);
});

it('what the cluster cannot place is waited for', () => {
  const candidate = anArm(0, { environment: 'Pod x cannot be scheduled.' });
  expect(step({ candidate, now: after(1000) })).toMatchObject({ phase: 'Recalling' });
});

it('a stable revision without a ready pod is left at once for one that has some', () => {
  expect(usersOf(step({ stable: anArm(0), candidate: anArm(1, { steadySeconds: 0 }) }))).toBe(b);
});

it('a spec that asks for something new ends it, and one that asks for the earlier revision does not', () => {
  expect(step({ wanted: c, candidate: anArm(0) })).toMatchObject({
    phase: 'Preparing',
    stable: a,
    candidate: c,
  });
  expect(step({ wanted: b, candidate: anArm(0) })).toEqual(recalling);
  for (const reading of [{ held: [c] }, { paused: true }])
    expect(step({ wanted: c, candidate: anArm(0), ...reading })).toEqual(recalling);
});

it('a world that is turned off has nobody to wait for', () => {
  expect(usersOf(step({ candidate: anArm(0) }, policy({}, 0)))).toBe(b);
});
