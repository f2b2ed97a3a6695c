import { type BakeRun, type BakeTrouble, bakePlayed } from '../../test/simulation/bake.ts';

/** Twenty-five bakes, twenty requests of users a second. */
const played = (trouble: BakeTrouble): readonly BakeRun[] =>
  Array.from({ length: 25 }, (_, run) => bakePlayed(trouble, 7000 + run));

const endsOf = (runs: readonly BakeRun[]): readonly string[] => [
  ...new Set(runs.map(({ end }) => (end.phase === 'RollingBack' ? end.hold.reason : end.phase))),
];
const usual = () => 0.005;
const from = (start: number, chance: number, end = Number.POSITIVE_INFINITY) => {
  return (at: number) => (at >= start && at < end ? chance : 0.005);
};

describe('a fault that begins in the bake, and that no probe meets', () => {
  it.each([
    [1, 10],
    [0.2, 30],
  ])('is undone when %d of one request fails, within %d seconds', (chance, seconds) => {
    const runs = played({ stable: usual, candidate: from(60, chance) });
    expect(new Set(runs.map(({ end }) => end.phase))).toEqual(new Set(['RollingBack']));
    expect(Math.max(...runs.map(({ at }) => at)) - 60).toBeLessThanOrEqual(seconds);
  });
});

describe('an outage of whatever both revisions need', () => {
  it.each([3, 5, 12, 35, 90])('of %d seconds undoes no good release', (seconds) => {
    const outage = from(60, 1, 60 + seconds);
    expect(endsOf(played({ stable: outage, candidate: outage }))).toEqual(['Stable']);
  });

  it('in which some requests succeed, and that stays, is compared once and undoes no good release', () => {
    const outage = from(60, 0.2);
    const runs = played({ stable: outage, candidate: outage });
    expect(endsOf(runs)).toEqual(['Stable']);
    expect(Math.max(...runs.map(({ comparisons }) => comparisons))).toBe(1);
  });
});

it('a good bake is seldom compared, and never undone', () => {
  const runs = played({ stable: usual, candidate: usual });
  expect(endsOf(runs)).toEqual(['Stable']);
  expect(runs.filter(({ comparisons }) => comparisons > 0)).toEqual([]);
});
