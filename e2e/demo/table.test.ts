import { colors, noColors } from '../../cli/src/view/paint.ts';
import { anOutcome } from './sample.ts';
import { table } from './table.ts';

const good = anOutcome({
  release: { title: 'good: another world', good: true, reach: { failed: 0 } },
  verdict: 'Released',
  reason: 'Stable',
  seen: { failed: 0, badSeconds: 0 },
});

it('the table has a line for each release, in columns', () => {
  const late = anOutcome({ seen: { failed: 41, badSeconds: 12.3 } });
  expect(table([good, anOutcome(), late], noColors)).toEqual([
    'release              verdict   reason          verdict after  bad answers for  failed  by the bad revision  reached',
    'good: another world  Released  Stable                 14.2 s                –       0                    –  ✓',
    '(a) bad              Undone    ErrorRateWorse         14.2 s            1.5 s       4                    4  ✓',
    '(a) bad              Undone    ErrorRateWorse         14.2 s           12.3 s      41                    4  no: failed ≤ 40, bad s ≤ 10',
  ]);
});

it('a verdict that should not be is red', () => {
  const [, line] = table([anOutcome({ verdict: 'Released' })], colors);
  expect(line).toContain('\u001b[31mReleased\u001b[0m');
});
