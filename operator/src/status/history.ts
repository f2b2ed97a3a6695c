import type { RevisionRecord } from '../api/status/history.ts';
import type { SpaceTimeStatus } from '../api/status.ts';
import { keptRevisions, type Wanted } from '../plan/desired.ts';
import { liveRevisions } from '../plan/liveRevisions.ts';
import type { Recorded } from '../plan/recorded.ts';
import type { Revision } from '../rollout/rollout.ts';
import { cut } from './rollout.ts';

const mostShown = 20;

type Before = Pick<SpaceTimeStatus, 'revisions' | 'phase' | 'stableRevision' | 'candidateRevision'>;

/** The revision that all users have, or most of them, as a status tells it. */
export const revisionWithUsers = ({
  phase,
  candidateRevision,
  stableRevision,
}: Omit<Before, 'revisions'>): Revision | undefined =>
  phase === 'Baking' ? candidateRevision : stableRevision;

/** The revisions that one can go back to and the ones in use, newest first. `before` keeps what only time could tell. */
export function revisionHistory(
  wanted: Wanted,
  before: Before,
  imageIDs: ReadonlyMap<string, string>,
  now: Date,
): readonly RevisionRecord[] {
  const kept = keptRevisions(wanted);
  const known = wanted.records.filter(({ name }) => kept.has(name));
  return mostRecent(known, liveRevisions(wanted.rollout)).map((recorded) => {
    const old = before.revisions.find(({ name }) => name === recorded.name);
    const imageID = old?.imageID ?? imageIDs.get(recorded.name);
    return {
      name: recorded.name,
      number: recorded.number,
      state: stateOf(wanted, recorded),
      ...artifactOf(wanted, recorded),
      image: recorded.image,
      ...(imageID && { imageID: cut(imageID, 600) }),
      generation: recorded.generation,
      createdAt: recorded.createdAt,
      ...times(wanted, recorded, old, now),
      ...servedSince(wanted, recorded, { old, hadUsers: revisionWithUsers(before) === recorded.name, now }),
      changes: old?.changes ?? changes(wanted.records, recorded),
      ...(recorded.changeCause && { changeCause: cut(recorded.changeCause, 128) }),
      renderedBy: cut(recorded.renderedBy, 24),
    };
  });
}

/** The newest, as many as there is room for; those that are live are among them, however old. */
function mostRecent(known: readonly Recorded[], live: readonly Revision[]): readonly Recorded[] {
  const isLive = ({ name }: Recorded) => live.includes(name);
  const byNumber = (a: Recorded, b: Recorded) => b.number - a.number;
  const inUse = known.filter(isLive);
  const others = known.filter((one) => !isLive(one)).sort(byNumber);
  return [...inUse, ...others.slice(0, mostShown - inUse.length)].sort(byNumber);
}

/** When each revision last began to have all users, in milliseconds since 1970. */
export const lastServed = ({
  revisions,
}: Pick<SpaceTimeStatus, 'revisions'>): ReadonlyMap<Revision, number> =>
  new Map(
    revisions.flatMap(({ name, promotedAt, servedSince = promotedAt }) =>
      servedSince === undefined ? [] : [[name, Date.parse(servedSince)]],
    ),
  );

function artifactOf({ artifacts }: Wanted, { name }: Recorded): Pick<RevisionRecord, 'artifact'> {
  const artifact = artifacts.get(name);
  return artifact ? { artifact } : {};
}

function stateOf({ rollout, held }: Wanted, { name }: Recorded): RevisionRecord['state'] {
  if ('stable' in rollout && rollout.stable === name) return rollout.phase === 'Baking' ? 'Warm' : 'Stable';
  if (held.has(name)) return 'Held';
  return liveRevisions(rollout).includes(name) ? 'Candidate' : 'Retired';
}

function times({ rollout }: Wanted, { name }: Recorded, old: RevisionRecord | undefined, now: Date) {
  const serves =
    (rollout.phase === 'Baking' && rollout.candidate === name) ||
    ('stable' in rollout && rollout.stable === name);
  const promotedAt = old?.promotedAt ?? (serves ? now.toISOString() : undefined);
  const settledAt = old?.settledAt ?? (rollout.phase === 'Stable' && serves ? now.toISOString() : undefined);
  return { ...(promotedAt && { promotedAt }), ...(settledAt && { settledAt }) };
}

/** A revision that users come back to is the last that they had, although others were promoted after it. */
function servedSince(
  { rollout }: Wanted,
  { name }: Recorded,
  { old, hadUsers, now }: { old: RevisionRecord | undefined; hadUsers: boolean; now: Date },
): Pick<RevisionRecord, 'servedSince'> {
  const stable = 'stable' in rollout ? rollout.stable : undefined;
  const hasUsers = (rollout.phase === 'Baking' ? rollout.candidate : stable) === name;
  const since = hasUsers && !hadUsers ? now.toISOString() : old?.servedSince;
  return since === undefined ? {} : { servedSince: since };
}

/** Top fields in which a revision differs from the one before it, five at most. */
function changes(records: readonly Recorded[], recorded: Recorded): string[] {
  const previous = records
    .filter(({ number }) => number < recorded.number)
    .sort((a, b) => b.number - a.number)[0];
  if (!previous) return [];
  const now = fields(recorded);
  const then = fields(previous);
  return [...new Set([...Object.keys(now), ...Object.keys(then)])]
    .filter((field) => JSON.stringify(now[field]) !== JSON.stringify(then[field]))
    .sort()
    .slice(0, 5);
}

const fields = ({ input }: Recorded) => JSON.parse(input) as Record<string, unknown>;
