import { stable } from '../../test/aRollout.ts';
import { inRelease, statusFor } from '../../test/aSituation.ts';
import { after, aHold, aTrial, noon, revisions, worse } from '../../test/builders.ts';
import type { SpaceTimeStatus } from '../api/status.ts';
import { recall } from '../rollout/recall.ts';
import { happened } from './happened.ts';
import { heldRevision } from './rollout.ts';

const { a, b } = revisions;
const hold = heldRevision(aHold());
const inPhase = (phase: 'Checking' | 'Baking'): SpaceTimeStatus =>
  statusFor(inRelease({ ...aTrial(), phase }));
const rollingBack: SpaceTimeStatus = statusFor(
  inRelease({ ...aTrial(), phase: 'RollingBack', hold: aHold() }, { held: [hold], verdict: worse }),
);
const later = after(90);

it('nothing happens between equal statuses', () => {
  expect(happened(rollingBack, rollingBack, later)).toEqual({ held: [], checks: [] });
});

it('a release that is stable has settled', () => {
  const settled = statusFor(inRelease({ phase: 'Stable', stable: b }), { before: inPhase('Baking') });
  expect(happened(inPhase('Baking'), settled, later).ended).toEqual({
    result: 'Settled',
    seconds: 90,
    failedRequests: 0,
  });
});

it('a rejected revision is held, and users leave it if they had it', () => {
  expect(happened(inPhase('Baking'), rollingBack, later)).toMatchObject({
    held: [{ name: b, reason: 'ContainerCrashed' }],
    leaves: noon.toISOString(),
  });
  expect(happened(inPhase('Checking'), rollingBack, later)).not.toHaveProperty('leaves');
});

it('a release that was rolled back has ended when that is over, with the requests that it failed', () => {
  const judged = {
    ...rollingBack,
    release: {
      ...rollingBack.release,
      judge: { since: noon.toISOString(), families: [{ name: 'errors', candidateBad: 7 }] },
    },
  } as unknown as SpaceTimeStatus;
  const over = statusFor(inRelease({ phase: 'RolledBack', stable: a, hold: aHold() }, { held: [hold] }));
  expect(happened(judged, over, later).ended).toEqual({
    result: 'RolledBack',
    seconds: 90,
    failedRequests: 7,
  });
});

it('going back to an earlier revision is no release of it, but the end of what is left', () => {
  const recalling = statusFor(
    inRelease(recall({ stable: b }, a, { reason: 'Undone', message: 'Why.' }, noon), {}),
  );
  const undone = aHold({ reason: 'Undone' });
  const cut = statusFor(
    inRelease({ phase: 'RollingBack', ...aTrial(), hold: undone }, { held: [heldRevision(undone)] }),
  );
  expect(happened(recalling, cut, later)).not.toHaveProperty('ended');
  expect(happened(recalling, statusFor(inRelease({ phase: 'Stable', stable: b })), later)).not.toHaveProperty(
    'ended',
  );
  expect(happened(recalling, cut, later).held).toMatchObject([{ name: b, reason: 'Undone' }]);
});

it('users leave what is undone from the moment on at which an earlier revision was called for', () => {
  const recalling = statusFor(
    inRelease(recall({ stable: b }, a, { reason: 'Undone', message: 'Why.' }, after(-20)), {}),
  );
  const undone = aHold({ reason: 'Undone' });
  const cut = statusFor(
    inRelease({ phase: 'RollingBack', ...aTrial(), hold: undone }, { held: [heldRevision(undone)] }),
  );
  expect(happened(recalling, cut, later).leaves).toBe(after(-20).toISOString());
  expect(happened(recalling, recalling, later)).not.toHaveProperty('leaves');
  expect(happened(cut, cut, later)).not.toHaveProperty('leaves');
  const stays = statusFor(inRelease({ phase: 'Stable', stable: b }));
  expect(happened(recalling, stays, later)).not.toHaveProperty('leaves');
});

it('a release that gives way to another is abandoned', () => {
  const next = { ...inPhase('Checking'), candidateRevision: revisions.c };
  expect(happened(inPhase('Checking'), next, later).ended?.result).toBe('Abandoned');
  expect(happened(inPhase('Checking'), statusFor(inRelease(stable)), later).ended?.result).toBe('Abandoned');
});

describe('what is told once while it stays the same:', () => {
  const told = (name: string, result: string): SpaceTimeStatus =>
    ({
      ...inPhase('Checking'),
      release: {
        ...inPhase('Checking').release,
        verdict: { name, reason: 'NoWorse', message: '', time: noon.toISOString() },
        checks: [{ name: 'load', mode: 'Required', result }],
      },
    }) as unknown as SpaceTimeStatus;

  it('a verdict', () => {
    expect(happened(inPhase('Checking'), told('Hold', 'Running'), later).verdict).toBe('Hold');
    expect(happened(told('Hold', 'Running'), told('Hold', 'Running'), later).verdict).toBeUndefined();
    expect(happened(told('Hold', 'Running'), told('Continue', 'Running'), later).verdict).toBe('Continue');
  });

  it('a check that has ended', () => {
    expect(happened(told('Hold', 'Running'), told('Hold', 'Passed'), later).checks).toMatchObject([
      { name: 'load' },
    ]);
    expect(happened(told('Hold', 'Passed'), told('Hold', 'Passed'), later).checks).toEqual([]);
    expect(happened(told('Hold', 'Pending'), told('Hold', 'Running'), later).checks).toEqual([]);
  });
});
