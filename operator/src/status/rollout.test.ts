import { canary, closed, compared, first, promoting, stable, trials } from '../../test/aRollout.ts';
import { inRelease, statusFor } from '../../test/aSituation.ts';
import { aHold, aTrial, noon, revisions } from '../../test/builders.ts';
import { parseStatus } from '../api/status.ts';
import { recall } from '../rollout/recall.ts';
import type { Rollout } from '../rollout/rollout.ts';
import { cut, heldRevision, rolloutOf } from './rollout.ts';

const { a, b } = revisions;
const held = [heldRevision(aHold())];
const all: readonly Rollout[] = [
  { phase: 'Pending' },
  stable,
  first,
  ...trials,
  { ...canary, approval: 'Required' },
  { ...canary, approval: 'Given' },
  { ...promoting, phase: 'Promoting', stable: a, promotedBy: 'Person' },
  { ...promoting, phase: 'Promoting', stable: a, promotedBy: 'Rescue' },
  recall({ stable: a }, b, { reason: 'Undone', message: 'A person went back.' }, noon),
  recall(
    { stable: a, breach: { reason: 'ErrorRate', message: '9 of 10 failed.' } },
    b,
    { reason: 'SLABreached', message: '9 of 10 failed. It passes probes.' },
    noon,
  ),
  { phase: 'Stable', stable: a, breach: { reason: 'ErrorRate', message: '9 of 10 failed.' } },
  {
    phase: 'Comparing',
    stable: a,
    earlier: b,
    startedAt: noon.toISOString(),
    breach: { reason: 'Latency', message: 'It is slow.' },
  },
  compared,
  closed('EnvironmentBad'),
  { ...promoting, waiting: { reason: 'EnvironmentBad', since: noon.toISOString() } },
  { ...closed('EnvironmentBad'), recoveries: 1 },
  closed('CandidateSilent'),
  closed('Undecided'),
  { phase: 'Preparing', ...aTrial({ pullFailures: ['p1', 'p2'] }) },
  { phase: 'RollingBack', ...aTrial(), hold: aHold() },
  { phase: 'RollingBack', ...aTrial(), stable: undefined, hold: aHold() },
];

it.each(all)('a rollout in $phase reads back from the status as it was written', (rollout) => {
  const status = statusFor(inRelease(rollout, { held }));
  expect(rolloutOf(parseStatus(JSON.parse(JSON.stringify(status))), undefined)).toEqual(rollout);
});

it('so does one that was rolled back, after the release that it ends', () => {
  const breach = { reason: 'ErrorRate', message: '9 of 10 failed.' } as const;
  for (const more of [
    { stable: a },
    { stable: undefined },
    { stable: a, isFailed: true as const },
    { stable: a, breach },
  ]) {
    const { stable } = more;
    const rollingBack: Rollout = { phase: 'RollingBack', ...aTrial(), stable, hold: aHold() };
    const rolledBack: Rollout = { phase: 'RolledBack', hold: aHold(), ...more };
    const before = statusFor(inRelease(rollingBack, { held }));
    const status = statusFor(inRelease(rolledBack, { held }), { before });
    expect(rolloutOf(parseStatus(status), undefined)).toEqual(rolledBack);
  }
});

describe('a status that was lost', () => {
  it('stands where the traffic stands', () => {
    expect(rolloutOf(parseStatus({}), a)).toEqual({ phase: 'Stable', stable: a });
    expect(rolloutOf(parseStatus({}), undefined)).toEqual({ phase: 'Pending' });
  });

  it('in part is a phase without its details, and stands on the stable revision', () => {
    for (const phase of ['Preparing', 'Canary', 'Baking', 'RollingBack', 'RolledBack'])
      expect(rolloutOf(parseStatus({ phase, stableRevision: a }), b)).toEqual({ phase: 'Stable', stable: a });
  });
});

describe('a hold in the status', () => {
  const shown = (more: object) => heldRevision(aHold(more));

  it('fits the schema, however much there is to say', () => {
    const long = 'x'.repeat(1000);
    const evidence = Array.from({ length: 40 }, (_, i) => ({
      name: `${i}${long}`,
      stable: long,
      candidate: long,
      limit: long,
      note: long,
    }));
    const hold = shown({ message: long, evidence });
    expect(parseStatus({ heldRevisions: [hold] }).heldRevisions).toEqual([hold]);
  });

  it('names each piece of evidence once, or the API server would refuse it', () => {
    const evidence = [
      { name: 'status', note: 'pod p1' },
      { name: 'status', note: 'pod p2' },
      { name: `${'x'.repeat(40)}1`, note: '' },
      { name: `${'x'.repeat(40)}2`, note: '' },
    ];
    expect(shown({ evidence }).evidence).toEqual([
      { name: 'status', note: 'pod p1' },
      { name: `${'x'.repeat(39)}…` },
    ]);
  });
});

it('cuts a text to its bound and says so', () => {
  expect([cut('abc', 3), cut('abcd', 3)]).toEqual(['abc', 'ab…']);
});
