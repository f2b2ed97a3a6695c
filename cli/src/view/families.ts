import type { JudgeRecord } from '../../../operator/src/api/status/release.ts';
import { share } from './amounts.ts';
import type { Paint } from './paint.ts';
import { type Cell, tableWith } from './table.ts';

/** What the judge has counted, a line for each measure; `EVIDENCE` reaches its limit where a rollback follows. */
export function familyLines(judge: JudgeRecord | undefined, paint: Paint): string[] {
  const families = judge?.families ?? [];
  if (families.length === 0) return [];
  const rows = families.map((family): Cell[] => {
    const { logE, logELimit } = family;
    const isOver = logE !== undefined && logELimit !== undefined && Number(logE) >= Number(logELimit);
    return [
      `  ${family.name}`,
      { text: share(family.stableBad, family.stableCount), right: true },
      { text: share(family.candidateBad, family.candidateCount), right: true },
      { text: logE ?? '', right: true, color: isOver ? 'red' : 'plain' },
      { text: logELimit ?? '', right: true, color: 'dim' },
    ];
  });
  return tableWith(['  BAD OF ALL', 'STABLE', 'CANDIDATE', 'EVIDENCE (ln e)', 'LIMIT'], rows, paint);
}
