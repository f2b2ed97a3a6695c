import { labels } from '../../../operator/src/api/identity.ts';
import type { Pod } from '../../../operator/src/kube/types.ts';
import { isReady } from '../../../operator/src/rollout/arm.ts';
import { type SpaceTime, statusOf } from '../spaceTime.ts';
import { bar } from './amounts.ts';
import type { Color, Paint } from './paint.ts';
import { type Cell, tableWith } from './table.ts';

const barWidth = 20;

interface Row {
  readonly name: string;
  readonly role: string;
  readonly color: Color;
  /** Per cent of users. */
  readonly share: number;
}

/** A line for each revision that has pods or users: its pods and its share of the users as a bar. */
export function revisionLines(
  { world, pods }: { readonly world: SpaceTime; readonly pods: readonly Pod[] },
  paint: Paint,
): string[] {
  const rows = rowsOf(world, pods);
  if (rows.length === 0) return [];
  const { revisions } = statusOf(world);
  const cells = rows.map(({ name, role, color, share }): Cell[] => {
    const known = revisions.find((revision) => revision.name === name);
    const own = pods.filter(({ metadata }) => metadata.labels?.[labels.revision] === name);
    return [
      { text: String(known?.number ?? ''), right: true },
      { text: name, color },
      role,
      { text: `${own.filter(isReady).length}/${own.length}`, right: true },
      { text: `${share} %`, right: true },
      { text: bar(share, barWidth), color },
      known?.image ?? '',
    ];
  });
  return tableWith(['#', 'REVISION', 'ROLE', 'PODS', 'USERS', '', 'IMAGE'], cells, paint);
}

function rowsOf(world: SpaceTime, pods: readonly Pod[]): readonly Row[] {
  const { stableRevision: stable, candidateRevision: candidate, release } = statusOf(world);
  const percent = candidate === undefined ? 0 : (release?.trafficPercent ?? 0);
  const main: Row[] = [
    ...(stable ? [{ name: stable, role: 'stable', color: 'green' as const, share: 100 - percent }] : []),
    ...(candidate ? [{ name: candidate, role: 'candidate', color: 'cyan' as const, share: percent }] : []),
  ];
  const others = new Set(pods.flatMap(({ metadata }) => metadata.labels?.[labels.revision] ?? []));
  for (const { name } of main) others.delete(name);
  return [
    ...main,
    ...[...others].map((name) => ({ name, role: 'leaving', color: 'dim' as const, share: 0 })),
  ];
}
