import { type SpaceTime, statusOf } from '../spaceTime.ts';
import type { Paint } from './paint.ts';
import { type Cell, tableWith } from './table.ts';

/** A line for each of several worlds. */
export function worldLines(worlds: readonly SpaceTime[], paint: Paint): string[] {
  const rows = worlds.map((world): Cell[] => {
    const {
      phase = 'Pending',
      conditions,
      stableRevision = '',
      readyReplicas = 0,
      url = '',
    } = statusOf(world);
    const ready = conditions.find(({ type }) => type === 'Ready');
    const color = ready?.status === 'True' ? 'green' : ready?.status === 'False' ? 'red' : 'cyan';
    return [
      world.metadata.name,
      { text: ready?.status ?? 'Unknown', color },
      phase,
      stableRevision,
      { text: String(readyReplicas), right: true },
      { text: url, color: 'dim' },
    ];
  });
  return tableWith(['NAME', 'READY', 'PHASE', 'REVISION', 'PODS', 'URL'], rows, paint);
}
