import { leadsTo, policy } from '../../test/aRollout.ts';
import {
  after,
  aHold,
  anArm,
  anOwner,
  aReading,
  clean,
  noon,
  revisions,
  shared,
  silent,
  worse,
} from '../../test/builders.ts';
import { labels } from '../api/identity.ts';
import { liveRevisions } from '../plan/liveRevisions.ts';
import { traffic } from '../plan/service.ts';
import { next } from './next.ts';
import type { Reading } from './reading.ts';
import type { In, Rollout } from './rollout.ts';
import { podCounts } from './shares.ts';

const { a, b, c } = revisions;
const breach = { reason: 'ErrorRate', message: '9 of 10 requests failed.' } as const;
const stable: In<'Stable'> = { phase: 'Stable', stable: b };
const broken: Partial<Reading> = {
  wanted: b,
  history: [b, a],
  promotedAt: noon,
  sla: { result: 'Breached', breach },
  now: after(60),
};
const comparing: Rollout = {
  phase: 'Comparing',
  stable: b,
  earlier: a,
  startedAt: after(60).toISOString(),
  breach,
};
const step = (at: Rollout, reading: Partial<Reading> = {}, rules = policy()) =>
  next(at, aReading({ ...broken, ...reading }), rules);

describe('a revision that was gone back to', () => {
  const rolledBack: Rollout = { phase: 'RolledBack', stable: a, hold: aHold() };
  const back: Partial<Reading> = { wanted: b, held: [b], history: [a, c] };

  it('and breaks its SLA is told and not left: there is no rollback of a rollback', () => {
    const told = step(rolledBack, back);
    expect(told).toEqual({ ...rolledBack, breach });
    expect(step(told, back)).toBe(told);
    expect(step(told, { ...back, sla: { result: 'Met' } })).toEqual(rolledBack);
  });

  it('stays in breach when the spec asks for it again, and is not compared', () => {
    const told = step(rolledBack, back);
    expect(step(told, { ...back, wanted: a })).toEqual({ phase: 'Stable', stable: a, breach });
  });

  it('is left by a release and by a person, breach or not', () => {
    const told = step(rolledBack, back);
    expect(step(told, { ...back, wanted: c })).toMatchObject({ phase: 'Preparing', candidate: c });
  });
});

describe('a stable revision that breaks its SLA', () => {
  it('is held against one pod of the revision before it, and keeps all users', () => {
    expect(step(stable)).toEqual(comparing);
    expect(podCounts(comparing, 4, [])).toEqual({ stable: 4, candidate: 1 });
    expect(liveRevisions(comparing)).toEqual([b, a]);
    expect(traffic(anOwner(), comparing)[labels.revision]).toBe(b);
  });

  it('also while releases are paused', () => {
    expect(step(stable, { paused: true })).toEqual(comparing);
  });

  it.each<[string, Partial<Reading>, object]>([
    ['the spec only wants to be told', {}, { watch: 'Alert' }],
    ['it was promoted too long ago', { now: after(86_401) }, {}],
    ['there is no revision before it', { history: [b] }, {}],
  ])('is only told where %s', (_, reading, rollout) => {
    expect(step(stable, reading, policy(rollout))).toEqual({ ...stable, breach });
  });

  it('is only told where nobody knows when it was promoted', () => {
    const { promotedAt: _, ...reading } = aReading(broken);
    expect(next(stable, reading, policy())).toEqual({ ...stable, breach });
  });

  it('is compared once, and not again until it was well', () => {
    const told = { ...stable, breach };
    expect(step(told)).toEqual(told);
    expect(step(told, { sla: { result: 'Unknown' } })).toEqual(told);
    expect(step(told, { sla: { result: 'Met' } })).toEqual(stable);
    expect(step(stable, { sla: { result: 'Met' } })).toEqual(stable);
  });
});

describe('a breach that was told', () => {
  const told = { ...stable, breach };

  it.each<[string, Partial<Reading>]>([
    ['is held', { held: [c] }],
    ['is paused', { paused: true }],
  ])('ends when it is over, also while the revision that the spec asks for %s', (_, reading) => {
    expect(step(told, { ...reading, wanted: c })).toEqual(told);
    expect(step(told, { ...reading, wanted: c, sla: { result: 'Met' } })).toEqual(stable);
  });

  it('is not compared again after a recall that could not be', () => {
    const recalling = step(comparing, { verdict: worse });
    const failed = step(recalling, { candidate: anArm(0), now: after(600) });
    expect(failed).toEqual(told);
    expect(step(failed)).toEqual(told);
  });
});

describe('a comparison', () => {
  it('that the earlier revision wins is followed by its recall', () => {
    expect(step(comparing, { verdict: worse })).toMatchObject({
      phase: 'Recalling',
      stable: b,
      candidate: a,
      cause: { reason: 'SLABreached' },
    });
  });

  it.each<[string, Partial<Reading>]>([
    ['both fail the same', { verdict: shared }],
    ['nothing differs in many probes', { verdict: { ...clean, observations: 180 } }],
    ['the earlier one does not start', { verdict: silent, candidate: anArm(0), now: after(180) }],
  ])('undoes nothing when %s', (_, reading) => {
    expect(step(comparing, reading)).toEqual({ ...stable, breach });
  });

  it('goes on while too little was seen', () => {
    for (const verdict of [silent, { ...clean, observations: 179 }])
      expect(step(comparing, { verdict, now: after(179) })).toEqual(comparing);
  });

  it('ends when the spec asks for something new', () => {
    expect(step(comparing, { wanted: c, verdict: silent })).toMatchObject({ phase: 'Preparing', stable: b });
    expect(leadsTo(comparing, { ...broken, wanted: c, held: [c], verdict: silent })).toBe('Stable');
  });
});
