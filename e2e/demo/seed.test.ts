import { draw, drawnFrom, seedFrom } from './seed.ts';

describe('a seed', () => {
  it('draws the same fault each time', () => {
    expect(draw(4711)).toBe(draw(4711));
  });

  it('can draw every fault', () => {
    const drawn = new Set(Array.from({ length: 200 }, (_, seed) => draw(seed)[0]));
    expect(drawn.size).toBe(drawnFrom.length);
  });

  it('is read from DEMO_SEED, or made by chance', () => {
    expect(seedFrom('42', () => 0.5)).toBe(42);
    expect(seedFrom(undefined, () => 0.5)).toBe(500_000);
    expect(() => seedFrom('many', () => 0.5)).toThrow('DEMO_SEED is many, but must be a whole number.');
  });
});
