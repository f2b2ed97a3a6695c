import {
  baking,
  canary,
  checking,
  closed,
  compared,
  first,
  lastStep,
  preparing,
  promoting,
  stable,
} from '../../test/aRollout.ts';
import { aSituation, inRelease } from '../../test/aSituation.ts';
import { after, aHold, anArm, aTrial, clean, noon, revisions, silent, worse } from '../../test/builders.ts';
import type { Check, Release } from '../api/status/release.ts';
import { parseStatus } from '../api/status.ts';
import { emptyRecord } from '../rollout/judge/record.ts';
import type { Rollout } from '../rollout/rollout.ts';
import { type Judged, releaseStatus } from './release.ts';
import type { Situation } from './situation.ts';

const { a, b, c } = revisions;
const aTenth = { stable: { hits: 1, of: 10 }, candidate: { hits: 1, of: 10 } };
const rollingBack: Rollout = { phase: 'RollingBack', ...aTrial(), hold: aHold() };

const told = (situation: Situation, before?: Release, judged: Partial<Judged> = {}) =>
  releaseStatus(situation, { record: emptyRecord, checks: [], now: noon, ...judged }, before);
const release = (situation: Situation, before?: Release, judged: Partial<Judged> = {}): Release => {
  const status = told(situation, before, judged);
  if (!status) throw new Error('There is a release.');
  return status;
};

it('a world that has never had a release tells of none', () => {
  expect(told(aSituation())).toBeUndefined();
});

it.each<[Rollout, Partial<Situation>, object]>([
  [preparing, { candidate: anArm(0) }, { step: 0, trafficPercent: 0, deadline: after(300).toISOString() }],
  [checking, {}, { step: 0, trafficPercent: 0, deadline: after(600).toISOString() }],
  [canary, { candidate: anArm(1) }, { step: 1, trafficPercent: 20, deadline: after(3600).toISOString() }],
  [lastStep, {}, { step: 2, trafficPercent: 50, deadline: after(3600).toISOString() }],
  [promoting, {}, { step: 0, trafficPercent: 50, deadline: after(600).toISOString() }],
  [baking, {}, { step: 0, trafficPercent: 100, deadline: after(600).toISOString() }],
  [rollingBack, {}, { step: 0, trafficPercent: 0, deadline: after(120).toISOString() }],
])('in $phase', (rollout, more, expected) => {
  expect(release(inRelease(rollout, more))).toMatchObject({
    revision: b,
    phase: rollout.phase,
    steps: 2,
    ...expected,
  });
});

it('a bake that compares has half of the users for as long as it takes', () => {
  const status = release(inRelease(compared));
  expect(status).toMatchObject({ trafficPercent: 50, comparedSince: compared.comparedSince });
  expect(status).not.toHaveProperty('deadline');
});

it('a closed canary has no users and no deadline, and says why', () => {
  const status = release(inRelease(closed('Undecided')));
  expect(status).toMatchObject({ step: 1, trafficPercent: 0, closed: { reason: 'Undecided' } });
  expect(status).not.toHaveProperty('deadline');
});

describe('after its end a release is kept', () => {
  const before = release(inRelease(baking));

  it('with all users if it won', () => {
    const ended = told(inRelease({ phase: 'Stable', stable: b }), before);
    expect(ended).toMatchObject({ revision: b, phase: 'Stable', trafficPercent: 100 });
    expect(ended).not.toHaveProperty('deadline');
  });

  it('without any if it was given up or undone', () => {
    expect(told(aSituation({ rollout: stable }), before)).toMatchObject({ revision: b, trafficPercent: 0 });
    const rolledBack: Rollout = { phase: 'RolledBack', stable: a, hold: aHold() };
    expect(told(inRelease(rolledBack), before)).toMatchObject({ phase: 'RolledBack', trafficPercent: 0 });
  });
});

describe('the verdict', () => {
  const before = release(inRelease(canary));

  it('is written when it is given', () => {
    expect(before.verdict).toEqual({
      name: 'Promote',
      reason: 'NoWorse',
      message: 'No worse.',
      time: noon.toISOString(),
    });
  });

  it('is not written again before fifteen seconds have passed', () => {
    const other = inRelease(canary, { verdict: { ...clean, message: '9 answers, no worse.' } });
    expect(release(other, before, { now: after(14) }).verdict).toEqual(before.verdict);
    expect(release(other, before, { now: after(15) }).verdict?.time).toBe(after(15).toISOString());
  });

  it('is not written again while nothing was seen since', () => {
    expect(release(inRelease(canary), before, { now: after(1000) }).verdict).toEqual(before.verdict);
    const record = { ...emptyRecord, probes: { ...emptyRecord.probes, badLooks: 1, seen: aTenth } };
    expect(release(inRelease(canary), before, { now: after(1000), record }).verdict?.time).toBe(
      after(1000).toISOString(),
    );
  });

  it('is written ever more seldom while the clock stands still', () => {
    const paused = { ...canary, waiting: { reason: 'Paused', since: noon.toISOString() } } as const;
    let told = release(inRelease(paused));
    const times = new Set<string>();
    for (let seconds = 0; seconds < 100_000; seconds += 10) {
      const verdict = { ...clean, message: `${seconds} answers, no worse.` };
      told = release(inRelease(paused, { verdict }), told, { now: after(seconds) });
      times.add(told.verdict?.time ?? '');
    }
    expect(times.size).toBeLessThan(60);
  });

  it.each([
    ['it changes', inRelease(canary, { verdict: silent })],
    ['the phase changes', inRelease(promoting)],
    ['another revision is released', inRelease({ ...canary, candidate: c })],
    ['the same revision is released again', inRelease({ ...canary, startedAt: after(1).toISOString() })],
  ])('is written at once when %s', (_, situation) => {
    expect(release(situation, before, { now: after(2) }).verdict?.time).toBe(after(2).toISOString());
  });

  it('that undid a release stays, although nobody looks any more', () => {
    const undone = release(inRelease(rollingBack, { verdict: worse }), before, { now: after(2) });
    expect(undone.verdict).toMatchObject({ name: 'RollBack', reason: 'ErrorRateWorse' });
    const later = release(inRelease(rollingBack, { verdict: silent }), undone, { now: after(60) });
    expect(later.verdict).toEqual(undone.verdict);
    expect(later.judge).toEqual(undone.judge);
  });

  it('of a first release is none, for there is nothing to compare with', () => {
    expect(release(inRelease(first), before)).not.toHaveProperty('verdict');
  });
});

describe('checks', () => {
  const rows: readonly Check[] = [
    { name: 'load', mode: 'Required', result: 'Failed', evidence: 'x'.repeat(500) },
  ];

  it('are told with a sentence that fits', () => {
    const [load] = release(inRelease(checking), undefined, { checks: rows }).checks;
    expect(load).toMatchObject({ name: 'load', result: 'Failed' });
    expect(load?.evidence).toHaveLength(160);
  });

  it('of a first release are told after its end, for it ends with them', () => {
    const before = release(inRelease(first));
    const rollout: Rollout = { phase: 'Stable', stable: b };
    expect(told(inRelease(rollout), before, { checks: rows })?.checks).toMatchObject([{ name: 'load' }]);
  });
});

it('fits the schema with more than there is room for', () => {
  const pullFailures = Array.from({ length: 20 }, (_, i) => `${i}${'p'.repeat(300)}`);
  const status = release(
    inRelease(
      { phase: 'Preparing', ...aTrial({ pullFailures }) },
      { verdict: { ...silent, message: 'x'.repeat(999) } },
    ),
  );
  expect(parseStatus({ release: status }).release).toEqual(status);
});
