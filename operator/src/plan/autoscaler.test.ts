import { anOwner } from '../../test/builders.ts';
import { autoscaler } from './autoscaler.ts';

function aScaler(autoscaling: object) {
  const owner = anOwner({ autoscaling: { maxReplicas: 9, ...autoscaling } });
  if (!owner.spec.autoscaling) throw new Error('The spec asks for an autoscaler.');
  return autoscaler(owner, owner.spec.autoscaling);
}

const ofProcessor = (averageUtilization: number) => ({
  type: 'ContainerResource',
  containerResource: {
    name: 'cpu',
    container: 'runtime',
    target: { type: 'Utilization', averageUtilization },
  },
});

it('scales the SpaceTime between its bounds, and takes its time before fewer', () => {
  expect(aScaler({ minReplicas: 3, scaleDownStabilizationSeconds: 60 })).toMatchObject({
    metadata: { name: 'plaza', labels: { 'app.kubernetes.io/managed-by': 'spacetime-operator' } },
    spec: {
      scaleTargetRef: { apiVersion: 'spacetime.dev/v1', kind: 'SpaceTime', name: 'plaza' },
      minReplicas: 3,
      maxReplicas: 9,
      behavior: { scaleDown: { stabilizationWindowSeconds: 60 } },
    },
  });
});

it('follows processor time where no target is given', () => {
  expect(aScaler({}).spec?.metrics).toEqual([ofProcessor(70)]);
});

it('follows what is given, and that alone', () => {
  expect(aScaler({ targetConnectionsPerPod: 200 }).spec?.metrics).toEqual([
    {
      type: 'Pods',
      pods: { metric: { name: 'spacetime_sockets' }, target: { type: 'AverageValue', averageValue: '200' } },
    },
  ]);
  expect(aScaler({ targetCPUPercent: 60, targetPendingJobsPerPod: 20 }).spec?.metrics).toEqual([
    ofProcessor(60),
    {
      type: 'External',
      external: {
        metric: {
          name: 'job_queue_pending',
          selector: { matchLabels: { name: 'plaza' } },
        },
        target: { type: 'AverageValue', averageValue: '20' },
      },
    },
  ]);
});
