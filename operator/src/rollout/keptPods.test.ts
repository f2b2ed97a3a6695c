import { baking, canary, checking, preparing, promoting, stable } from '../../test/aRollout.ts';
import { aHold, aTrial } from '../../test/builders.ts';
import { fullReplicas } from './keptPods.ts';
import type { Rollout } from './rollout.ts';

const rollingBack: Rollout = { phase: 'RollingBack', ...aTrial(), hold: aHold() };

describe.each([canary, promoting, baking, rollingBack])('in $phase', (at) => {
  it('fewer pods are not given, more are, and none at any time', () => {
    expect([2, 4, 6, 0].map((asked) => fullReplicas(at, asked, 4))).toEqual([4, 4, 6, 0]);
  });

  it('a release that has recorded nothing has what is asked for', () => {
    expect(fullReplicas(at, 2, undefined)).toBe(2);
  });
});

it.each([stable, preparing, checking])('in $phase there are as many as are asked for', (at) => {
  expect([2, 4, 6, 0].map((asked) => fullReplicas(at, asked, 4))).toEqual([2, 4, 6, 0]);
});
