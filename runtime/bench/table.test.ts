import { markdownTable } from './table.ts';

it('shows the middle, the spread and the ratio to the peer', () => {
  const text = markdownTable(
    [
      {
        what: 'answers',
        unit: '1/s',
        ours: [600, 500, 700],
        peer: { name: 'other', values: [1000] },
        better: 'more',
        goal: '≥ 60 %',
      },
      { what: 'memory', unit: 'MB', ours: [90], better: 'less' },
    ],
    'this runtime',
  );
  expect(text.split('\n')).toEqual([
    '| what    | unit | this runtime (least–most) | beside | its value | ratio | goal   |',
    '| ------- | ---- | ------------------------- | ------ | --------- | ----- | ------ |',
    '| answers | 1/s  | 600 (500–700)             | other  | 1,000     | 60 %  | ≥ 60 % |',
    '| memory  | MB   | 90                        |        |           |       |        |',
  ]);
});
