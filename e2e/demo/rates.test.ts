import type { Answer } from '../harness/answer.ts';
import { rates } from './rates.ts';

const answer = (arrivedAt: number, status: number, revision?: string): Answer => ({
  at: arrivedAt - 10,
  milliseconds: 10,
  lateMilliseconds: 0,
  status,
  ...(revision && { revision }),
  connection: 'New',
  path: '/',
  askedAgain: false,
});

it('rates count the answers of the last second by who gave them', () => {
  const answers = [
    answer(8000, 200, 'a'),
    answer(9000, 200, 'a'),
    answer(9100, 500, 'b'),
    answer(9200, 200, 'b'),
    answer(9300, 0),
    answer(9900, 200, 'a'),
  ];
  expect(rates(answers, 10_000)).toEqual([
    { revision: 'a', perSecond: 1, failedPerSecond: 0 },
    { revision: 'b', perSecond: 2, failedPerSecond: 1 },
    { revision: 'none', perSecond: 1, failedPerSecond: 1 },
  ]);
});
