import * as z from 'zod';
import { choice, rules, whole } from '../fields.ts';

const step = z.object({
  trafficPercent: whole('Per cent of users that the candidate gets.', 1, 99),
  minSeconds: whole('Seconds that the step lasts at least. Absent: canary.minSeconds.', 0, 86_400).optional(),
  approval: choice(
    'Automatic: the step ends by itself. Manual: it also waits for the annotation spacetime.dev/approve. Absent: Automatic.',
    ['Automatic', 'Manual'],
  ).optional(),
});

export const canary = z
  .object({
    steps: z
      .array(step)
      .max(10)
      .meta({ 'x-kubernetes-list-type': 'atomic' })
      .describe(
        'Shares of users, one after the other: exact with exposure.gateway, else the nearest that whole pods give. An empty list is no canary: checks, then all users.',
      )
      .default([{ trafficPercent: 10 }, { trafficPercent: 50 }]),
    minSeconds: whole('Seconds that each step lasts at least.', 0, 86_400).default(20),
    minRequests: whole('Requests that each step observes at least.', 1, 1_000_000).default(50),
  })
  .meta(
    rules({
      rule: 'self.steps.map(s, s.trafficPercent).isSorted() && self.steps.all(s, self.steps.exists_one(t, t.trafficPercent == s.trafficPercent))',
      message: 'rollout.canary.steps must rise from step to step; put them in order and remove repeats.',
    }),
  )
  .describe('The part of the release in which few users have the candidate.')
  .transform(({ steps, ...floor }) => ({
    ...floor,
    steps: steps.map(
      ({ trafficPercent, minSeconds = floor.minSeconds, approval = 'Automatic' as const }) => ({
        trafficPercent,
        minSeconds,
        approval,
      }),
    ),
  }))
  .prefault({});
