import * as z from 'zod';
import { rules, whole } from '../fields.ts';

export const autoscaling = z
  .object({
    minReplicas: whole('Fewest pods at full traffic.', 1, 100).default(2),
    maxReplicas: whole('Most pods at full traffic.', 1, 100),
    targetCPUPercent: whole(
      'Processor time that pods use on average, in per cent of resources.requests.cpu. Where no target is given: 70.',
      10,
      100,
    ).optional(),
    targetConnectionsPerPod: whole(
      'Open WebSockets of a pod on average. Needs the custom metrics API; see docs/scaling.md.',
      1,
      100_000,
    ).optional(),
    targetPendingJobsPerPod: whole(
      'Jobs that wait to be begun, for each pod. Needs the external metrics API; see docs/scaling.md.',
      1,
      100_000,
    ).optional(),
    scaleDownStabilizationSeconds: whole(
      'Seconds for which fewer pods must have been enough before any leaves.',
      0,
      3600,
    ).default(300),
  })
  .meta(
    rules({
      rule: 'self.minReplicas <= self.maxReplicas',
      message:
        'autoscaling.minReplicas must not exceed autoscaling.maxReplicas; lower one or raise the other.',
      fieldPath: '.minReplicas',
    }),
  )
  .describe(
    'Lets a HorizontalPodAutoscaler set replicas; leave replicas out of your file then. A change applies at once and is no release.',
  )
  .optional();
