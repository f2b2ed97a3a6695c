import type { RevisionRecord } from '../../../operator/src/api/status/history.ts';
import { type SpaceTime, statusOf } from '../spaceTime.ts';
import { ago } from './amounts.ts';
import type { Color, Paint } from './paint.ts';
import { type Cell, tableWith } from './table.ts';

const stateColors: Readonly<Record<string, Color>> = {
  Stable: 'green',
  Candidate: 'cyan',
  Held: 'red',
  Retired: 'dim',
};

/** A line for each revision that can be gone back to or is in use, newest first. */
export function historyLines(world: SpaceTime, now: Date, paint: Paint): string[] {
  const { revisions, heldRevisions } = statusOf(world);
  if (revisions.length === 0) return ['There is no revision yet.'];
  const rows = revisions.map((revision): Cell[] => {
    const hold = heldRevisions.find(({ name }) => name === revision.name);
    return [
      { text: String(revision.number), right: true },
      revision.name,
      { text: revision.state, color: stateColors[revision.state] ?? 'plain' },
      ago(revision.createdAt, now),
      revision.image,
      hold ? { text: hold.reason, color: 'red' } : why(revision),
    ];
  });
  return tableWith(['#', 'REVISION', 'STATE', 'CREATED', 'IMAGE', 'CHANGED'], rows, paint);
}

/** What a person wrote down as its cause, or the fields in which it differs from the one before. */
const why = ({ changeCause, changes }: RevisionRecord): string => changeCause ?? changes.join(', ');
