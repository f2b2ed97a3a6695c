import fc from 'fast-check';
import {
  baking,
  canary,
  checking,
  first,
  lastStep,
  preparing,
  promoting,
  stable,
} from '../../test/aRollout.ts';
import { aHold, aTrial, revisions } from '../../test/builders.ts';
import type { Rollout } from './rollout.ts';
import { canarySteps, podCounts, stepAt } from './shares.ts';

const canaryOf = (...steps: (number | [number, number])[]) => ({
  minSeconds: 20,
  steps: steps.map((step) =>
    typeof step === 'number' ? { trafficPercent: step } : { trafficPercent: step[0], minSeconds: step[1] },
  ),
});

describe('the steps of a canary', () => {
  it.each<[number, number[], number[]]>([
    [1, [10, 50], [1]],
    [2, [10, 33, 50], [1, 2]],
    [2, [10, 50], [1, 2]],
    [3, [10, 25, 50], [1, 3]],
    [4, [20, 50], [1, 4]],
    [10, [10, 50], [2, 10]],
    [10, [5, 10, 20, 50], [1, 2, 3, 10]],
    [100, [1, 10, 50, 99], [2, 12, 100]],
    [5, [], []],
  ])('of %d pods for %j %% of traffic have %j candidate pods', (replicas, percents, pods) => {
    expect(canarySteps(replicas, canaryOf(...percents)).map((step) => step.pods)).toEqual(pods);
  });

  it('that whole pods make one last as long as the longer of both', () => {
    expect(canarySteps(1, canaryOf([10, 5], [50, 60]))).toMatchObject([{ pods: 1, minSeconds: 60 }]);
    expect(canarySteps(1, canaryOf([10, 60], 50))).toMatchObject([{ pods: 1, minSeconds: 60 }]);
  });

  it('that whole pods make one wait for a person if one of them does', () => {
    const steps = [{ trafficPercent: 10, approval: 'Manual' as const }, { trafficPercent: 50 }];
    const manual = (replicas: number) =>
      canarySteps(replicas, { minSeconds: 20, steps }).map(({ isManual }) => isManual);
    expect([manual(1), manual(10)]).toEqual([[true], [true, false]]);
  });

  it('give the candidate at least the share that is asked for, as far as whole pods and 50 % allow', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 99 }), (replicas, percent) => {
        const [step] = canarySteps(replicas, canaryOf(percent));
        const pods = step?.pods ?? 0;
        const share = (100 * pods) / (pods + replicas);
        expect(share).toBeGreaterThanOrEqual(Math.min(percent, 50) - 1e-9);
        expect(pods).toBeLessThanOrEqual(replicas);
      }),
    );
  });

  it('end in the last one there is, when there are fewer than there were', () => {
    const steps = canarySteps(4, canaryOf(20, 50));
    expect([0, 1, 7].map((step) => stepAt(steps, step)?.pods)).toEqual([1, 4, 4]);
    expect(stepAt([], 0)).toBeUndefined();
  });
});

describe('the pods of each role', () => {
  const steps = canarySteps(4, canaryOf(20, 50));
  const hold = aHold();

  it.each<[string, Rollout, number, number | 'AsIs']>([
    ['a world that waits for its first release', { phase: 'Pending' }, 0, 0],
    ['a first release', first, 0, 4],
    ['a first release that is checked', { ...first, phase: 'Checking' }, 0, 4],
    ['a stable world', stable, 4, 0],
    ['a candidate that prepares for the first step', preparing, 4, 1],
    ['a candidate that is checked', checking, 4, 1],
    ['the first step', canary, 4, 1],
    ['the last step', lastStep, 4, 4],
    ['a promotion', promoting, 4, 4],
    ['a bake', baking, 4, 4],
    ['a candidate that drains', { phase: 'RollingBack', ...aTrial(), hold }, 4, 'AsIs'],
    ['a rollback that is over', { phase: 'RolledBack', stable: revisions.a, hold }, 4, 0],
    ['a first release that was rejected', { phase: 'RolledBack', stable: undefined, hold }, 0, 0],
  ])('%s: stable, candidate', (_, rollout, stablePods, candidatePods) => {
    expect(podCounts(rollout, 4, steps)).toEqual({ stable: stablePods, candidate: candidatePods });
  });

  it('a candidate never has more than a world that was scaled down', () => {
    expect(podCounts(lastStep, 2, steps)).toEqual({ stable: 2, candidate: 2 });
    expect(podCounts(preparing, 0, canarySteps(0, canaryOf(20)))).toEqual({ stable: 0, candidate: 0 });
  });

  it('without steps a candidate prepares with all its pods', () => {
    expect(podCounts(preparing, 4, [])).toEqual({ stable: 4, candidate: 4 });
  });
});
