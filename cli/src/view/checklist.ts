import { headingOf, type StandingLine, standingLines } from '../find/checklist.ts';
import { type SpaceTime, statusOf, titleOf } from '../spaceTime.ts';
import { ago } from './amounts.ts';
import type { Color, Paint } from './paint.ts';
import { type Cell, tableWith } from './table.ts';

/** How a result is drawn. */
export const marks: Readonly<Record<StandingLine['result'], readonly [mark: string, color: Color]>> = {
  Passed: ['✓', 'green'],
  Attested: ['✓ attested', 'green'],
  Failed: ['✗', 'red'],
  ByHand: ['by hand', 'yellow'],
  NotRun: ['not run', 'yellow'],
  Waived: ['– waived', 'dim'],
  NotApplicable: ['–', 'dim'],
};

/** What was seen; of a line that is open how it is answered, and of one that nobody answers why. */
export const remark = ({ result, evidence, how }: StandingLine): string => {
  if (result === 'NotApplicable' || result === 'ByHand') return how;
  return evidence ?? (result === 'NotRun' ? how : '');
};

/** Lines in the parts of the checklist, in its order. */
export const chapters = (lines: readonly StandingLine[]): ReadonlyMap<string, readonly StandingLine[]> =>
  Map.groupBy(lines, ({ section }) => headingOf(section));

/** `81 of 98 lines (82%), of revision REV`. */
export function countedText(world: SpaceTime): string {
  const { checklist } = statusOf(world);
  if (!checklist) return 'the checklist has not run yet';
  const { passed, total, summary, revision } = checklist;
  return `${passed} of ${total} lines (${summary}), of revision ${revision}`;
}

/** The checklist for people: a line each, part by part. */
export function checklistLines(world: SpaceTime, now: Date, paint: Paint): string[] {
  const { checklist } = statusOf(world);
  const ran = checklist ? `, ran ${ago(checklist.lastRunTime, now)}` : '';
  const runs = checklist?.startedAt ? ', runs now' : '';
  const rows = [...chapters(standingLines(world))].flatMap(([heading, lines]) => [
    '',
    paint('bold', heading),
    ...tableWith(['', 'LINE', 'CHECK', ''], lines.map(row), paint),
  ]);
  return [`${titleOf(world)}   ${countedText(world)}${ran}${runs}`, ...rows];
}

function row(line: StandingLine): Cell[] {
  const [mark, color] = marks[line.result];
  return [
    { text: `  ${mark}`, color },
    line.title,
    { text: line.check, color: 'dim' },
    { text: remark(line), color: line.result === 'Failed' ? 'red' : 'dim' },
  ];
}
