import { counts, judged, probed, seeded } from '../../../test/aLook.ts';
import { isProven, observations, upperBound } from './exposure.ts';
import { emptyRecord } from './record.ts';

const after = (looks: number, errors: (at: number) => number, pairs = 0) =>
  judged(looks, (at) => ({
    stable: counts(16, { errors: 4 * errors(at) }),
    candidate: counts(4, { errors: errors(at) }),
    probes: probed(pairs),
  })).record;

it('no data is no proof', () => {
  expect(observations(emptyRecord)).toBe(0);
  expect(isProven(emptyRecord)).toBe(false);
});

it.each([
  [50, 0.14],
  [100, 0.082],
  [300, 0.032],
])('%i observations without a failure leave this much open', (of, bound) => {
  expect(upperBound({ hits: 0, of })).toBeCloseTo(bound, 2);
});

it('few clean answers prove nothing, more do, and probes count as answers do', () => {
  expect(isProven(after(10, () => 0))).toBe(false);
  expect(isProven(after(25, () => 0))).toBe(true);
  expect(isProven(after(10, () => 0, 6))).toBe(true);
});

it('failures take more of them, and are no hindrance where the stable has them too', () => {
  const often = (at: number) => (at % 5 === 0 ? 1 : 0);
  expect(isProven(after(30, often))).toBe(false);
  expect(isProven(after(150, often))).toBe(true);
});

it('the bound is exceeded by few, however often one looks', () => {
  let exceeded = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const random = seeded(seed);
    let hits = 0;
    let isBelow = false;
    for (let of = 1; of <= 300; of++) {
      hits += random() < 0.1 ? 1 : 0;
      isBelow ||= upperBound({ hits, of }) < 0.1;
    }
    if (isBelow) exceeded += 1;
  }
  expect(exceeded / 200).toBeLessThanOrEqual(0.025);
});
