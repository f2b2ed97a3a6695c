import type { Check, Release } from '../api/status/release.ts';
import type { Rollout } from '../rollout/rollout.ts';
import { sentence } from '../rollout/sentence.ts';
import { type Announcement, announce } from './events.ts';

/** Failed checks that one event names; status holds them all. */
const mostNamed = 3;

/** What is new about the checks of a release since it was last written: those that failed in one event, or that all have passed. */
export function checkAnnouncements(
  before: Release | undefined,
  after: Rollout,
  rows: readonly Check[],
): readonly Announcement[] {
  if ('candidate' in after) {
    const known = before?.startedAt === after.startedAt ? before.checks : [];
    const failed = rows.filter((row) => hasFailed(row) && !known.some((one) => isSameFailure(one, row)));
    if (failed.length > 0)
      return [announce('CheckFailed', `Revision ${after.candidate} failed ${named(failed)}`)];
  }
  return before?.phase === 'Checking' && hasPassed(after, before.revision) && rows.every(lets)
    ? [announce('CheckPassed', `Revision ${before.revision} passed its checks.`)]
    : [];
}

const hasFailed = ({ result }: Check): boolean => result === 'Failed';

const isSameFailure = (one: Check, row: Check): boolean => one.name === row.name && hasFailed(one);

/** Whether the release has gone on from Checking: to some users, to all of them, or to its end. */
function hasPassed(after: Rollout, revision: string): boolean {
  if (after.phase === 'Stable') return after.stable === revision;
  return (after.phase === 'Canary' || after.phase === 'Promoting') && after.candidate === revision;
}

/** A person may promote a release whose checks are not over: those have not passed. */
const lets = ({ mode, result }: Check): boolean =>
  mode !== 'Required' || result === 'Passed' || result === 'Skipped';

const named = (failed: readonly Check[]): string => failed.slice(0, mostNamed).map(told).join(' ');

const told = ({ name, mode, evidence }: Check): string =>
  sentence(`${mode === 'Advisory' ? 'advisory check' : 'check'} ${name}${evidence ? `: ${evidence}` : ''}`);
