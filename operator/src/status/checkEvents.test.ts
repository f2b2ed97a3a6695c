import { canary, checking, first, preparing, promoting, stable } from '../../test/aRollout.ts';
import { after, noon, revisions } from '../../test/builders.ts';
import type { Check, Release } from '../api/status/release.ts';
import { checkAnnouncements } from './checkEvents.ts';

const row = (name: string, more: Partial<Check> = {}): Check => ({
  name,
  mode: 'Required',
  result: 'Failed',
  evidence: '3 % good',
  ...more,
});
const release = (...checks: readonly Check[]) => ({ startedAt: noon.toISOString(), checks }) as Release;

it('a check that has failed is announced once, with what was seen', () => {
  const rows = [row('load'), row('smoke', { result: 'Passed' })];
  expect(checkAnnouncements(release(), checking, rows)).toEqual([
    {
      type: 'Warning',
      reason: 'CheckFailed',
      message: `Revision ${revisions.b} failed check load: 3 % good.`,
    },
  ]);
  expect(checkAnnouncements(release(...rows), checking, rows)).toEqual([]);
});

it('an advisory one is announced as such', () => {
  const [event] = checkAnnouncements(release(), checking, [row('load', { mode: 'Advisory' })]);
  expect(event?.message).toBe(`Revision ${revisions.b} failed advisory check load: 3 % good.`);
});

it('many are one event that names a few', () => {
  const rows = ['a', 'b', 'c', 'd'].map((name) => row(name));
  const events = checkAnnouncements(release(), checking, rows);
  expect(events.map(({ message }) => message.match(/check \w/g)?.length)).toEqual([3]);
});

it('what failed in an earlier trial is news in the next, and nothing is without a trial', () => {
  const before = { ...release(row('load')), startedAt: after(-60).toISOString() };
  expect(checkAnnouncements(before, preparing, [row('load')])).toHaveLength(1);
  expect(checkAnnouncements(before, stable, [row('load')])).toEqual([]);
});

describe('that a candidate passed its checks', () => {
  const before = { ...release(), phase: 'Checking', revision: revisions.b } as Release;
  const rows = [row('smoke', { result: 'Passed' }), row('load', { result: 'Skipped' })];
  const reasons = (after: Parameters<typeof checkAnnouncements>[1], all = rows) =>
    checkAnnouncements(before, after, all).map(({ reason }) => reason);

  it.each([
    ['to its canary', canary],
    ['to all users', promoting],
    ['to its end, as a first release does', { phase: 'Stable', stable: revisions.b }],
  ] as const)('is announced when it goes on %s', (_, after) => {
    expect(reasons(after)).toEqual(['CheckPassed']);
  });

  it('is not said of one that still waits, was given up, or was promoted before its checks were over', () => {
    expect([...reasons(checking), ...reasons(stable), ...reasons(first)]).toEqual([]);
    expect(reasons(promoting, [...rows, row('custom.journey', { result: 'Running' })])).toEqual([]);
  });

  it('is said although one that is only advised has failed, which was said before', () => {
    const failed = row('browser', { mode: 'Advisory' });
    expect(checkAnnouncements({ ...before, checks: [failed] }, canary, [...rows, failed])).toHaveLength(1);
  });
});
