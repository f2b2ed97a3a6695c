import fc from 'fast-check';
import { type Step, stepsOf } from './affine.ts';

const number = fc.double({ min: -1000, max: 1000, noNaN: true });

type Matrix = readonly (readonly number[])[];

const times = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) =>
    [0, 1, 2, 3].map((column) => row.reduce((sum, value, n) => sum + value * (b[n]?.[column] ?? 0), 0)),
  );

/** The matrix that three.js and the specification of glTF make of a step. */
function matrix({ translation, rotation: [x, y, z, w], scale: [sx, sy, sz] }: Step): Matrix {
  return [
    [(1 - 2 * (y * y + z * z)) * sx, 2 * (x * y - z * w) * sy, 2 * (x * z + y * w) * sz, translation[0]],
    [2 * (x * y + z * w) * sx, (1 - 2 * (x * x + z * z)) * sy, 2 * (y * z - x * w) * sz, translation[1]],
    [2 * (x * z - y * w) * sx, 2 * (y * z + x * w) * sy, (1 - 2 * (x * x + y * y)) * sz, translation[2]],
    [0, 0, 0, 1],
  ];
}

const together = (steps: readonly Step[]): number[] => {
  const [r = [], s = [], t = []] = steps.map(matrix).reduce(times);
  return [r, s, t].flatMap((row) => row.slice(0, 3)).concat([r, s, t].map((row) => row[3] ?? 0));
};

function expectSame(transform: readonly number[]): void {
  const size = Math.max(1, ...transform.map(Math.abs));
  together(stepsOf(transform)).forEach((value, n) => {
    expect(Math.abs(value - (transform[n] ?? 0)) / size).toBeLessThan(1e-5);
  });
}

describe('stepsOf', () => {
  it.each([
    ['nothing', [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0], 1],
    ['a turn as Godot writes it', [0.866025, -0.5, 0, 0.5, 0.866025, 0, 0, 0, 1, 1, 2, 3], 1],
    ['a mirror', [-1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0], 1],
    ['half a turn', [-1, 0, 0, 0, 1, 0, 0, 0, -1, 0, 0, 0], 1],
    ['a flat scale', [2, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0], 1],
    ['a scale of nothing', [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1], 1],
    ['an axis of rounding', [0, 0, 0, 0, -1.3e-12, 0, 0, 862, -1000, 0, 0, 0], 2],
    ['a shear', [1, 1, 0, 0, 1, 0, 0, 0, 1, 5, 6, 7], 2],
  ])('is %s again', (_, transform, steps) => {
    expect(stepsOf(transform)).toHaveLength(steps);
    expectSame(transform);
  });

  it('is the same as any twelve numbers', () => {
    fc.assert(fc.property(fc.tuple(...Array.from({ length: 12 }, () => number)), expectSame));
  });
});
