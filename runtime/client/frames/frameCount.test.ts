import { frameCount } from './frameCount.ts';

const drawn = (...times: number[]) => {
  const count = frameCount();
  times.forEach(count.frame);
  return count;
};

describe('frameCount', () => {
  it('counts each frame by its duration', () => {
    const report = drawn(1000, 1011, 1111, 1122, 1322).take('page');
    expect(report).toMatchObject({ type: 'frames', mode: 'page', longestSeconds: 0.2 });
    expect(report?.seconds).toBeCloseTo(0.322);
    expect(report?.counts).toEqual([0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0]);
  });

  it('begins again after it was asked', () => {
    const count = drawn(0, 300);
    expect(count.take('page')).toBeDefined();
    expect(count.take('page')).toBeUndefined();
    count.frame(600);
    expect(count.take('page')?.seconds).toBeCloseTo(0.3);
  });

  it('does not take a pause for a frame', () => {
    const count = drawn(0, 300, 60_000, 60_300);
    expect(count.take('immersive')?.seconds).toBeCloseTo(0.6);
    count.interrupt();
    count.frame(62_000);
    count.frame(62_250);
    expect(count.take('immersive')?.seconds).toBeCloseTo(0.25);
  });

  it('says nothing when it has seen less than a fifth of a second', () => {
    expect(drawn(0, 100).take('page')).toBeUndefined();
  });
});
