import { type CanaryRun, canaryPlayed, type Trouble } from '../../test/simulation/canary.ts';

/** Fifty canaries of two minutes; requests of both revisions fail with the same chance. */
const played = (trouble: Trouble): readonly CanaryRun[] =>
  Array.from({ length: 50 }, (_, run) => canaryPlayed(trouble, 9000 + run));

const endsOf = (runs: readonly CanaryRun[]): readonly string[] => [
  ...new Set(runs.map(({ end }) => (end.phase === 'RollingBack' ? end.hold.reason : end.phase))),
];

describe('an outage of both revisions', () => {
  it.each([5, 12, 20, 35, 60])('of %d seconds does not end a good release', (seconds) => {
    const runs = played((at) => (at > 30 && at <= 30 + seconds ? 1 : 0.005));
    expect(endsOf(runs)).toEqual(['Promoting']);
    const closures = new Set(runs.map((run) => run.closures));
    expect([...closures]).toEqual([seconds > 10 ? 1 : 0]);
  });
});

describe('a candidate that makes both revisions fail', () => {
  it.each([0, 5, 60])('once it has had users for %d seconds is undone when it does so again', (lag) => {
    const runs = played((_, usersFor) => (usersFor > lag ? 0.9 : 0.005));
    expect(endsOf(runs)).toEqual(['SharedHarm']);
    expect(Math.max(...runs.map(({ at }) => at))).toBeLessThanOrEqual(60 + 2 * lag);
  });
});
