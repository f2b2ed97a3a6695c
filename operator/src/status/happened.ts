import type { HeldRevision } from '../api/status/history.ts';
import type { Release } from '../api/status/release.ts';
import type { SpaceTimeStatus } from '../api/status.ts';

/** How a release ended. Abandoned: the spec asked for something else before it was over. */
type ReleaseResult = 'Settled' | 'RolledBack' | 'Abandoned';

/** What lies between two recorded statuses of one SpaceTime, for those who count. Equal statuses have nothing between them. */
export interface Happened {
  readonly ended?: {
    readonly result: ReleaseResult;
    readonly seconds: number;
    readonly failedRequests: number;
  };
  readonly held: readonly HeldRevision[];
  readonly verdict?: string;
  /** Checks that came to a result. */
  readonly checks: readonly Release['checks'][number][];
  /** When it was decided that users leave a revision which they had, RFC 3339. */
  readonly leaves?: string;
}

export function happened(before: SpaceTimeStatus, after: SpaceTimeStatus, now: Date): Happened {
  const ended = endOf(before, after, now);
  const verdict = newVerdict(before.release, after.release);
  const leaves = leavesUsers(before, after);
  return {
    ...(ended && { ended }),
    held: after.heldRevisions.filter(
      ({ name, since }) => !before.heldRevisions.some((old) => old.name === name && old.since === since),
    ),
    ...(verdict && { verdict }),
    checks: finished(before.release, after.release),
    ...(leaves && { leaves }),
  };
}

function endOf(
  { release, candidateRevision }: SpaceTimeStatus,
  after: SpaceTimeStatus,
  now: Date,
): Happened['ended'] {
  // An earlier revision that is started to take users back is not released a second time.
  if (!release || !candidateRevision || release.recall) return undefined;
  const goesOn = after.candidateRevision === candidateRevision && isSameTrial(release, after.release);
  if (goesOn) return undefined;
  const isHeld = after.heldRevisions.some(({ name }) => name === candidateRevision);
  const other = isHeld ? 'RolledBack' : 'Abandoned';
  return {
    result: after.stableRevision === candidateRevision ? 'Settled' : other,
    seconds: (now.getTime() - Date.parse(release.startedAt)) / 1000,
    failedRequests: release.judge?.families.find(({ name }) => name === 'errors')?.candidateBad ?? 0,
  };
}

const isSameTrial = (release: Release, after: Release | undefined): boolean =>
  after?.revision === release.revision && after.startedAt === release.startedAt;

/** A verdict is told once, until it is another one or speaks of another release. */
function newVerdict(before: Release | undefined, after: Release | undefined): string | undefined {
  if (!after?.verdict) return undefined;
  const told = before && isSameTrial(before, after) ? before.verdict : undefined;
  return told?.name === after.verdict.name && told.reason === after.verdict.reason
    ? undefined
    : after.verdict.name;
}

const results: readonly string[] = ['Passed', 'Failed', 'Skipped'];

function finished(before: Release | undefined, after: Release | undefined): Happened['checks'] {
  if (!after) return [];
  const told = before && isSameTrial(before, after) ? before.checks : [];
  return after.checks.filter(
    ({ name, result }) =>
      results.includes(result) && !told.some((old) => old.name === name && old.result === result),
  );
}

const withUsers: readonly unknown[] = ['Canary', 'Promoting', 'Baking'];

function leavesUsers(before: SpaceTimeStatus, { phase, release }: SpaceTimeStatus): string | undefined {
  if (phase !== 'RollingBack') return undefined;
  // An earlier revision has to start first; it was decided on before that.
  if (before.release?.recall) return release?.recall ? undefined : before.release.startedAt;
  return withUsers.includes(before.phase) ? release?.phaseStartedAt : undefined;
}
