import type { HeldRevision, RevisionRecord } from '../../../operator/src/api/status/history.ts';
import type { ReplayRow } from '../../../operator/src/rollout/judge/replay.ts';
import { type SpaceTime, statusOf, titleOf } from '../spaceTime.ts';
import { ago } from './amounts.ts';
import { checkLines } from './checks.ts';
import { familyLines } from './families.ts';
import type { Paint } from './paint.ts';
import { verdictLine } from './release.ts';
import { replayLines } from './replay.ts';
import { type Cell, tableWith } from './table.ts';

/** What is told of one revision; `replayed` is empty where its release left no record. */
export interface Explained {
  readonly world: SpaceTime;
  readonly revision: string;
  readonly replayed: readonly ReplayRow[];
  /** Why the record that is there was not read. */
  readonly note?: string;
  readonly now: Date;
}

/** Why a revision stands where it stands: the verdict on it, with the numbers behind it. */
export function explainLines({ world, revision, replayed, note, now }: Explained, paint: Paint): string[] {
  const { revisions, heldRevisions, release } = statusOf(world);
  const known = revisions.find(({ name }) => name === revision);
  const hold = heldRevisions.find(({ name }) => name === revision);
  const own = release?.revision === revision ? release : undefined;
  const sections = [
    [
      `${paint('bold', `${known ? `${known.number} ` : ''}${revision}`)} of ${titleOf(world)}: ${stateOf(known, hold, now)}`,
    ],
    hold ? heldBecause(hold, paint) : [],
    own ? verdictLine(own, now, paint) : [],
    replayed.length > 0 ? replayLines(replayed, paint) : familyLines(own?.judge, paint),
    note === undefined ? [] : [paint('yellow', note)],
    own ? checkLines(own.checks, paint) : [],
    hold ? whatNow(world, revision, paint) : [],
    hold || own || replayed.length > 0
      ? []
      : ['Nothing more is kept about it: only the release in flight, the last one and what is held.'],
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .flatMap((lines, i) => (i === 0 ? lines : ['', ...lines]));
}

function stateOf(known: RevisionRecord | undefined, hold: HeldRevision | undefined, now: Date): string {
  if (hold) return `held since ${ago(hold.since, now)}, when it failed in ${hold.phase}`;
  if (!known) return 'not in the history';
  const { state, promotedAt, settledAt } = known;
  if (settledAt)
    return `${state}, all users ${promotedAt ? ago(promotedAt, now) : ''}, settled ${ago(settledAt, now)}`;
  return promotedAt ? `${state}, all users since ${ago(promotedAt, now)}` : state;
}

function heldBecause({ reason, message, evidence }: HeldRevision, paint: Paint): string[] {
  const rows = evidence.map(({ name, stable = '', candidate = '', limit = '', note = '' }): Cell[] => [
    `  ${name}`,
    { text: stable, right: true },
    { text: candidate, right: true, color: 'red' },
    { text: limit, right: true },
    { text: note, color: 'dim' },
  ]);
  return [
    `${paint('red', reason)}: ${message}`,
    ...(rows.length > 0 ? tableWith(['  MEASURE', 'STABLE', 'CANDIDATE', 'LIMIT', ''], rows, paint) : []),
  ];
}

/** What a person can do about a held revision; another than the spec asks for can only be looked at. */
function whatNow(world: SpaceTime, revision: string, paint: Paint): string[] {
  const isAsked = statusOf(world).desiredRevision === revision;
  const program = 'kubectl spacetime';
  const name = `-n ${world.metadata.namespace} ${world.metadata.name}`;
  const lines = [
    `what differs   ${program} diff ${name} stable ${revision}`,
    ...(isAsked
      ? [`try it again   ${program} retry ${name}`, `false alarm    ${program} promote ${name} ${revision}`]
      : []),
  ];
  return lines.map((line) => paint('dim', line));
}
