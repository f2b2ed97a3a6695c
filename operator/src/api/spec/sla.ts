import * as z from 'zod';
import { decimalPercent, httpPath, keyedList, quantityText, whole } from '../fields.ts';

const latency = z.object({
  path: httpPath('Path of the HTTP API, such as /status.', 'rollout.sla.latencies'),
  maxMilliseconds: whole('Milliseconds that an answer may take at this percentile.', 1, 600_000),
  percentile: whole('Percentile of the answers that is held against the limit. Absent: 95.', 50, 99)
    .optional()
    .transform((percentile) => percentile ?? 95),
});

export const sla = z
  .object({
    maxErrorPercent: decimalPercent(
      'Per cent of requests that may fail, such as 1 or "0.5".',
      'rollout.sla.maxErrorPercent',
    ).prefault(1),
    latencies: keyedList(
      'Limits of latency, by path. None by default: the candidate is then compared with the stable revision alone.',
      latency,
      16,
      'path',
    ),
    maxSceneLoadSeconds: whole('Seconds that loading a scene may take. Absent: no limit.', 1, 600).optional(),
    minFramesPerSecond: whole(
      'Frames per second that clients must measure, rounded to whole ones. Absent: no limit.',
      1,
      240,
    ).optional(),
    maxMemory: quantityText(
      'Memory in bytes that a pod may use, such as 4G. Absent: 90 % of resources.limits.memory.',
    ).optional(),
  })
  .describe('What the world promises its users. A candidate that breaks it is rolled back.')
  .prefault({});
