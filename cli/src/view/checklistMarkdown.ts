import { type StandingLine, standingLines } from '../find/checklist.ts';
import { type SpaceTime, statusOf, titleOf } from '../spaceTime.ts';
import { chapters, countedText, marks, remark } from './checklist.ts';

/** The checklist as a page: what stands in a report, or in a wiki. */
export function checklistMarkdown(world: SpaceTime): string[] {
  const { checklist } = statusOf(world);
  const ran = checklist ? `, ran ${checklist.lastRunTime}` : '';
  return [
    `# Production checklist of ${titleOf(world)}`,
    '',
    `${countedText(world)}${ran}.`,
    ...[...chapters(standingLines(world))].flatMap(([heading, lines]) => [
      '',
      `## ${heading}`,
      '',
      '| section | line | check | result | what was seen |',
      '|---|---|---|---|---|',
      ...lines.map(row),
    ]),
  ];
}

const row = (line: StandingLine): string =>
  `| ${[line.section, line.title, `\`${line.check}\``, marks[line.result][0], remark(line)].map(cell).join(' | ')} |`;

/** A cell ends at a bar and at the end of its line. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
