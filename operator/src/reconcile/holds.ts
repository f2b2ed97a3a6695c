import type { HeldRevision } from '../api/status/history.ts';
import { onTrial, type Revision, type Rollout } from '../rollout/rollout.ts';
import { type Announcement, announce } from '../status/events.ts';
import { lastServed } from '../status/history.ts';
import { heldRevision } from '../status/rollout.ts';
import type { Fresh, Outcome } from './commands.ts';
import type { Observed } from './observed.ts';

/** Holds that are in force: those of status, or of the records where status was lost, without what a retry releases. */
export function holdsOf(
  { status, recordedHolds, asked }: Observed,
  commands: ReadonlyMap<Fresh, Outcome>,
): readonly HeldRevision[] {
  const lost = status.observedGeneration === undefined;
  const known = lost ? newest(recorded(recordedHolds), asked.revision) : status.heldRevisions;
  const retries = [...commands].some(([{ name }, { result }]) => name === 'retry' && result === 'Done');
  return retries ? known.filter(({ name }) => name !== asked.revision) : known;
}

const recorded = (holds: Observed['recordedHolds']): readonly HeldRevision[] =>
  [...holds.values()]
    .map((text) => JSON.parse(text) as HeldRevision)
    .sort((a, b) => Date.parse(a.since) - Date.parse(b.since));

/** Told of what the spec asks for alone: other holds make room for newer ones. */
export const holdReleased = (
  { status, asked: { revision } }: Observed,
  held: readonly HeldRevision[],
): readonly Announcement[] =>
  status.heldRevisions.some(({ name }) => name === revision) && !held.some(({ name }) => name === revision)
    ? [announce('HoldReleased', `Revision ${revision} is not held any more.`)]
    : [];

/** What is rejected is held, and what is on trial is not: a person may have ordered it all the same. */
export function heldAfter(
  holds: readonly HeldRevision[],
  rollout: Rollout,
  asked: Revision,
): readonly HeldRevision[] {
  if (rollout.phase === 'RollingBack') return withHold(holds, heldRevision(rollout.hold), asked);
  return onTrial(rollout) ? holds.filter(({ name }) => name !== rollout.candidate) : holds;
}

const withHold = (
  holds: readonly HeldRevision[],
  hold: HeldRevision,
  asked: Revision,
): readonly HeldRevision[] => newest([...holds.filter(({ name }) => name !== hold.name), hold], asked);

const mostHeld = 6;

/** As many as there is room for. What the spec asks for stays, or it would be released again. */
function newest(holds: readonly HeldRevision[], asked: Revision): readonly HeldRevision[] {
  const surplus = holds.filter(({ name }) => name !== asked).slice(0, Math.max(0, holds.length - mostHeld));
  return holds.filter((hold) => !surplus.includes(hold));
}

/** Revisions that had all users once, whose record is there and that are not held, the last one that had them first. */
export const historyOf = (
  { status, records }: Observed,
  holds: readonly HeldRevision[],
): readonly Revision[] =>
  [...lastServed(status)]
    .filter(([name]) => records.some((record) => record.name === name))
    .filter(([name]) => !holds.some((hold) => hold.name === name))
    .sort(([, a], [, b]) => b - a)
    .map(([name]) => name);
