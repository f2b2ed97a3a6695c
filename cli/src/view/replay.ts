import type { ReplayRow } from '../../../operator/src/rollout/judge/replay.ts';
import { share, sparkline } from './amounts.ts';
import type { Paint } from './paint.ts';
import { verdictColors } from './release.ts';
import { type Cell, tableWith } from './table.ts';

const lineWidth = 60;

/** A release judged once more from its record: when the verdict changed and why, and how the evidence grew. */
export function replayLines(rows: readonly ReplayRow[], paint: Paint): string[] {
  const last = rows.at(-1);
  if (!last) return [];
  const begun = rows[0]?.second ?? 0;
  return [
    `Judged again from its record, a look each second from ${begun} s to ${last.second} s of the release:`,
    ...tableWith(
      ['  AT', 'VERDICT', ''],
      changes(rows).map((row) => changeRow(row)),
      paint,
    ),
    '',
    ...tableWith(
      ['  BAD OF ALL', 'STABLE', 'CANDIDATE', 'EVIDENCE (ln e)', 'LIMIT', ''],
      familyRows(rows, last),
      paint,
    ),
  ];
}

/** The rows in which another verdict is given than in the row before. */
const changes = (rows: readonly ReplayRow[]): readonly ReplayRow[] =>
  rows.filter(({ verdict }, i) => verdict.name !== rows[i - 1]?.verdict.name);

const changeRow = ({ second, verdict }: ReplayRow): Cell[] => [
  { text: `  ${second} s`, right: true },
  { text: verdict.name, color: verdictColors[verdict.name] ?? 'plain' },
  verdict.message,
];

/** A line for each measure of which there is anything to tell, with the way of its evidence from nothing to the limit. */
const familyRows = (rows: readonly ReplayRow[], last: ReplayRow): Cell[][] =>
  last.families
    .filter(({ sums }) => sums.candidate.of > 0)
    .map(({ name, sums, logE, logLimit }) => [
      `  ${name}`,
      { text: share(sums.stable.hits, sums.stable.of), right: true },
      { text: share(sums.candidate.hits, sums.candidate.of), right: true },
      { text: logE.toFixed(2), right: true, color: logE >= logLimit ? 'red' : 'plain' },
      { text: logLimit.toFixed(2), right: true, color: 'dim' },
      {
        text: sparkline(
          evidenceOf(rows, name).map((value) => value / logLimit),
          lineWidth,
        ),
        color: 'dim',
      },
    ]);

const evidenceOf = (rows: readonly ReplayRow[], name: string): readonly number[] =>
  rows.map(({ families }) => families.find((family) => family.name === name)?.logE ?? 0);
