import { canary } from '../../test/aRollout.ts';
import { aSituation } from '../../test/aSituation.ts';
import { anOwner } from '../../test/builders.ts';
import type { HorizontalPodAutoscaler } from '../kube/types.ts';
import { scalingFinding } from './scaling.ts';

type Said = NonNullable<NonNullable<HorizontalPodAutoscaler['status']>['conditions']>[number];

const said = (type: string, status: string, reason: string, message = 'Why.'): Said => ({
  type,
  status,
  reason,
  message,
});
const able = said('AbleToScale', 'True', 'ReadyForNewScale');
const active = said('ScalingActive', 'True', 'ValidMetricFound');
const within = said('ScalingLimited', 'False', 'DesiredWithinRange');

const found = (conditions: readonly Said[], spec: object = {}, more: object = {}) =>
  scalingFinding(
    aSituation({
      owner: anOwner({ replicas: 4, autoscaling: { maxReplicas: 9 }, ...spec }),
      scaling: {
        asked: 4,
        autoscaler: {
          apiVersion: 'autoscaling/v2',
          kind: 'HorizontalPodAutoscaler',
          metadata: { name: 'plaza' },
          spec: { maxReplicas: 9, scaleTargetRef: { kind: 'SpaceTime', name: 'plaza' } },
          status: { desiredReplicas: 4, conditions: [...conditions] },
        },
      },
      ...more,
    }),
  );

it('is Fixed where nobody but the spec says how many pods there are', () => {
  expect(scalingFinding(aSituation())).toMatchObject({ status: 'True', reason: 'Fixed', message: '4 pods.' });
});

it('is Fixed while the world is turned off: the autoscaler rests then', () => {
  const disabled = said('ScalingActive', 'False', 'ScalingDisabled');
  expect(found([able, disabled], { replicas: 0 })).toMatchObject({ status: 'True', reason: 'Fixed' });
});

it('is Autoscaling where the autoscaler finds its metrics, and says by which', () => {
  const metrics = { targetCPUPercent: 60, targetConnectionsPerPod: 200 };
  expect(found([able, active, within], { autoscaling: { maxReplicas: 9, ...metrics } })).toMatchObject({
    status: 'True',
    reason: 'Autoscaling',
    message: '2–9, by CPU at 60 % and 200 connections a pod. 4 pods.',
  });
});

it('is AtLimit where more pods are needed than may be, and at rest with the fewest', () => {
  const limited = (reason: string) => found([able, active, said('ScalingLimited', 'True', reason)]).reason;
  expect(limited('TooManyReplicas')).toBe('AtLimit');
  expect(limited('TooFewReplicas')).toBe('Autoscaling');
});

it.each([
  ['FailedGetContainerResourceMetric', 'MetricsMissing'],
  ['FailedGetPodsMetric', 'MetricsMissing'],
  ['FailedGetExternalMetric', 'MetricsMissing'],
  ['InvalidSelector', 'HPAFailed'],
])('an autoscaler that cannot decide because of %s is %s', (theirs, ours) => {
  const failed = said('ScalingActive', 'False', theirs, 'no metrics returned');
  expect(found([able, failed])).toMatchObject({
    status: 'False',
    reason: ours,
    message: expect.stringContaining('HorizontalPodAutoscaler plaza: no metrics returned'),
  });
});

it('an autoscaler that may not scale has failed', () => {
  const unable = said('AbleToScale', 'False', 'FailedGetScale', 'forbidden');
  expect(found([unable])).toMatchObject({ status: 'False', reason: 'HPAFailed' });
});

it('is unknown until the autoscaler has looked, and until there is a revision to look at', () => {
  expect(found([])).toMatchObject({ status: 'Unknown', reason: 'NotObserved' });
  const first = found(
    [able, said('ScalingActive', 'False', 'FailedGetContainerResourceMetric')],
    {},
    {
      rollout: { phase: 'Pending' },
    },
  );
  expect(first).toMatchObject({ status: 'Unknown', reason: 'NotObserved' });
});

it('says so where a release keeps more pods than are asked for', () => {
  const keeping = scalingFinding(aSituation({ rollout: canary, scaling: { asked: 2 } }));
  expect(keeping.message).toBe('4 pods; 2 are asked for, and the release keeps the others until it is over.');
});
