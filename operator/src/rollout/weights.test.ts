import fc from 'fast-check';
import {
  baking,
  canary,
  checking,
  closed,
  compared,
  first,
  lastStep,
  preparing,
  promoting,
  stable,
} from '../../test/aRollout.ts';
import { aHold, aSpec, aTrial, revisions } from '../../test/builders.ts';
import type { Rollout } from './rollout.ts';
import { stepsOf } from './shares.ts';
import { candidatePercent } from './weights.ts';

const parentRefs = [{ name: 'public' }];
const aPolicy = (replicas: number, ...percents: number[]) =>
  aSpec({
    replicas,
    exposure: { hostnames: ['plaza.example.com'], gateway: { parentRefs } },
    rollout: { canary: { steps: percents.map((trafficPercent) => ({ trafficPercent })) } },
  });

const percentOf = (rollout: Rollout, candidate: number, stableReady = 4, percents = [1, 10, 50]) =>
  candidatePercent(rollout, {
    replicas: 4,
    steps: stepsOf(aPolicy(4, ...percents)),
    stable: { ready: stableReady },
    candidate: { ready: candidate },
  });

const step = (number: number): Rollout => ({ ...canary, step: number });

it('steps of the same number of pods are steps of their own where weights are exact', () => {
  const shown = stepsOf(aPolicy(4, 1, 10, 80)).map(({ pods, trafficPercent }) => [pods, trafficPercent]);
  expect(shown).toEqual([
    [1, 1],
    [1, 10],
    [4, 80],
  ]);
});

it.each<[string, Rollout, number]>([
  ['a first release', first, 0],
  ['a stable world', stable, 0],
  ['a candidate that prepares', preparing, 0],
  ['a candidate that is checked', checking, 0],
  ['the first step', canary, 1],
  ['the second step', lastStep, 10],
  ['the third step', step(2), 50],
  ['a step that was taken out of the spec', step(7), 50],
  ['a closed canary', closed('EnvironmentBad'), 0],
  ['a promotion', promoting, 50],
  ['a rescue', { ...aTrial(), phase: 'Promoting', promotedBy: 'Rescue' }, 100],
  ['a bake', baking, 100],
  ['a bake that compares', compared, 50],
  ['a candidate that drains', { phase: 'RollingBack', ...aTrial(), hold: aHold() }, 0],
  ['a rollback that is over', { phase: 'RolledBack', stable: revisions.a, hold: aHold() }, 0],
])('%s: the share of the candidate is exact', (_, rollout, percent) => {
  expect(percentOf(rollout, 4)).toBe(percent);
});

it('users come to a candidate as its pods become ready', () => {
  expect([0, 1, 2, 3, 4].map((ready) => percentOf(step(2), ready))).toEqual([0, 25, 50, 50, 50]);
  expect([0, 1, 2].map((ready) => percentOf(canary, ready))).toEqual([0, 1, 1]);
});

it('nobody is sent to a revision without a ready pod while the other one has some', () => {
  expect(percentOf(lastStep, 0)).toBe(0);
  expect(percentOf(lastStep, 1, 0)).toBe(100);
  expect(percentOf(closed('EnvironmentBad'), 1, 0)).toBe(0);
});

it('without steps half of the users come while the candidate grows', () => {
  expect(percentOf(promoting, 4, 4, [])).toBe(50);
  expect(percentOf(promoting, 1, 4, [])).toBe(25);
});

it('the pods of a step carry its share', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 99 }), (replicas, percent) => {
      const steps = stepsOf(aPolicy(replicas, percent));
      const candidate = { ready: steps[0]?.pods ?? 0 };
      expect(candidatePercent(canary, { replicas, steps, stable: { ready: replicas }, candidate })).toBe(
        percent,
      );
    }),
  );
});
