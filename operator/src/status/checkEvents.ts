import type { Check, Release } from '../api/status/release.ts';
import type { Rollout } from '../rollout/rollout.ts';
import { type Announcement, announce } from './events.ts';

/** Failed checks that one event names; status holds them all. */
const mostNamed = 3;

/** What is new about the checks of a candidate since its release was last written: those that failed, in one event. */
export function checkAnnouncements(
  before: Release | undefined,
  after: Rollout,
  rows: readonly Check[],
): readonly Announcement[] {
  if (!('candidate' in after)) return [];
  const known = before?.startedAt === after.startedAt ? before.checks : [];
  const failed = rows.filter(
    ({ name, result }) =>
      result === 'Failed' && !known.some((row) => row.name === name && row.result === 'Failed'),
  );
  if (failed.length === 0) return [];
  const named = failed.slice(0, mostNamed).map(told).join(' ');
  return [announce('CheckFailed', `Revision ${after.candidate} failed ${named}`)];
}

const told = ({ name, mode, evidence }: Check): string =>
  `${mode === 'Advisory' ? 'advisory check' : 'check'} ${name}${evidence ? `: ${evidence}` : ''}`.replace(
    /[^.]$/,
    '$&.',
  );
