import { waitMilliseconds } from './waiting.ts';

describe('waitMilliseconds', () => {
  it('is back within two seconds when the server moved it', () => {
    expect([waitMilliseconds(1012, 0, 0), waitMilliseconds(1012, 0, 1)]).toEqual([100, 1500]);
  });

  it('waits longer each time, up to half a minute, never all at the same moment', () => {
    expect([0, 1, 2, 9].map((attempt) => waitMilliseconds(1006, attempt, 1))).toEqual([
      1000, 2000, 4000, 30_000,
    ]);
    expect(waitMilliseconds(1006, 9, 0)).toBe(15_000);
  });
});
