import { votes } from './votes.ts';

const second = (frames: number, at = 0) => ({ at, frames, seconds: 1 });

describe('votes', () => {
  it('is NaN when nobody reports', () => {
    expect([votes().median(0), votes().reporting(0)]).toEqual([Number.NaN, 0]);
  });

  it('is the median of clients, not the mean', () => {
    const count = votes();
    for (const frames of [90, 72, 5]) count.report({}, second(frames));
    expect([count.median(0), count.reporting(0)]).toEqual([72, 3]);
  });

  it('lies between the middle two when there is an even number', () => {
    const count = votes();
    for (const frames of [90, 60, 70, 20]) count.report({}, second(frames));
    expect(count.median(0)).toBe(65);
  });

  it('gives a client one vote, its mean over 15 seconds', () => {
    const count = votes();
    const [steady, wild] = [{}, {}];
    count.report(steady, second(60));
    for (const frames of [10, 20, 30]) count.report(wild, second(frames));
    expect([count.median(0), count.reporting(0)]).toEqual([40, 2]);
  });

  it('forgets what is older than 15 seconds, and who left', () => {
    const count = votes();
    const [old, gone] = [{}, {}];
    count.report(old, second(30));
    count.report(gone, second(60, 10_000));
    expect(count.reporting(14_999)).toBe(2);
    expect(count.median(15_000)).toBe(60);
    count.leave(gone);
    expect(count.median(15_000)).toBeNaN();
  });

  it.each([
    [100_000, 240],
    [0, 1],
  ])('takes %d frames a second for %d', (frames, rate) => {
    const count = votes();
    count.report({}, second(frames));
    expect(count.median(0)).toBe(rate);
  });
});
