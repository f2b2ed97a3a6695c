import type { Pod } from '../../../operator/src/kube/types.ts';
import { type SpaceTime, statusOf, titleOf } from '../spaceTime.ts';
import { ago, span } from './amounts.ts';
import { checkLines } from './checks.ts';
import { familyLines } from './families.ts';
import type { Color, Paint } from './paint.ts';
import { releaseLines } from './release.ts';
import { revisionLines } from './revisions.ts';

/** All that the view of one world shows. */
export interface StatusView {
  readonly world: SpaceTime;
  readonly pods: readonly Pod[];
  readonly now: Date;
  /** For how long the API server has not answered; 0 while it does. */
  readonly silentMilliseconds?: number;
}

const phaseColors: Readonly<Record<string, Color>> = {
  Stable: 'green',
  Pending: 'yellow',
  RollingBack: 'red',
  RolledBack: 'red',
};

/** A world at a glance: where it stands, who serves, what is on trial and why, and what was undone last. */
export function statusLines(view: StatusView, paint: Paint): string[] {
  const { world, now } = view;
  const { release } = statusOf(world);
  const sections = [
    heading(view, paint),
    revisionLines(view, paint),
    release ? releaseLines(release, now, paint) : [],
    release ? familyLines(release.judge, paint) : [],
    release ? checkLines(release.checks, paint) : [],
    heldLines(view, paint),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .flatMap((lines, i) => (i === 0 ? lines : ['', ...lines]));
}

function heading(view: StatusView, paint: Paint): string[] {
  const { world } = view;
  const { phase = 'Pending', url = '', conditions } = statusOf(world);
  const ready = conditions.find(({ type }) => type === 'Ready');
  const paused = world.spec.paused ? paint('yellow', '   paused') : '';
  const words = ready?.status === 'True' ? 'Ready' : `${ready?.reason}: ${ready?.message}`;
  return [
    `${paint('bold', titleOf(world))}   ${paint(phaseColors[phase] ?? 'cyan', phase)}${paused}   ${paint('dim', url)}`,
    ...(ready ? [`${mark(ready.status, paint)} ${words}`] : []),
    ...drillLines(view, paint),
    ...warnings(view).map((text) => paint('yellow', text)),
  ];
}

/** A drill changes nothing else that is shown. */
function drillLines({ world, now }: StatusView, paint: Paint): string[] {
  const { drill } = statusOf(world);
  if (!drill) return [];
  const { fault, revision, phase, startedAt } = drill;
  return [
    paint('cyan', `Drill ${fault}: ${revision} in ${phase}, begun ${ago(startedAt, now)}; it has no users.`),
  ];
}

/** Why what is shown may not be so any more. */
function warnings({ world, silentMilliseconds = 0 }: StatusView): string[] {
  const isSeen = statusOf(world).observedGeneration === world.metadata.generation;
  return [
    ...(isSeen ? [] : ['The operator has not looked at the last change of the spec yet.']),
    ...(silentMilliseconds > 0
      ? [`The API server has not answered for ${span(silentMilliseconds)}: this may be old.`]
      : []),
  ];
}

function mark(status: string, paint: Paint): string {
  if (status === 'True') return paint('green', '✓');
  return status === 'False' ? paint('red', '✗') : paint('cyan', '…');
}

const mostHeld = 3;

/** What was undone last, newest first. */
function heldLines({ world, now }: StatusView, paint: Paint): string[] {
  const { heldRevisions, desiredRevision, revisions } = statusOf(world);
  const newest = heldRevisions.toSorted((a, b) => Date.parse(b.since) - Date.parse(a.since));
  return newest.slice(0, mostHeld).map(({ name, reason, phase, since, message }) => {
    const number = revisions.find((revision) => revision.name === name)?.number;
    const asked = name === desiredRevision ? paint('yellow', ' (asked for)') : '';
    const title = `${number === undefined ? '' : `${number} `}${name}`;
    return `${paint('red', '✗')} ${title}${asked} held: ${reason} in ${phase}, ${ago(since, now)}. ${paint('dim', message)}`;
  });
}
