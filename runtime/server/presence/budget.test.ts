import { budget } from './budget.ts';

describe('a budget', () => {
  it('allows some at once, and then so many a second', () => {
    const may = budget({ perSecond: 2, atOnce: 3 });
    expect([0, 0, 0, 0].map(may)).toEqual([true, true, true, false]);
    expect([1500, 1500, 1500].map(may)).toEqual([true, true, false]);
    expect([60_000, 60_000, 60_000, 60_000].map(may)).toEqual([true, true, true, false]);
  });
});
