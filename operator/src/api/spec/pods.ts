import * as z from 'zod';
import { cpuText, quantityText, type Rule, rules, whole } from '../fields.ts';

const notAboveLimit = (name: string, request: string, limit: string): Rule => ({
  rule: `${request}.compareTo(${limit}) <= 0`,
  message: `resources.requests.${name} must not exceed resources.limits.${name}; lower one or raise the other.`,
});

const amounts = (cpu: string, memory: string, storage: string) =>
  z.object({
    cpu: cpuText('Processor time in cores, such as 250m or 2.').default(cpu),
    memory: quantityText('Memory in bytes, such as 256Mi.').default(memory),
    'ephemeral-storage': quantityText('Local disk in bytes, such as 256Mi.').default(storage),
  });

export const resources = z
  .object({
    requests: amounts('250m', '256Mi', '256Mi').describe('What a node sets aside for a pod.').prefault({}),
    limits: amounts('2', '1Gi', '2Gi').describe('What a pod may use at most.').prefault({}),
  })
  .meta(
    rules(
      notAboveLimit('cpu', 'quantity(string(self.requests.cpu))', 'quantity(string(self.limits.cpu))'),
      notAboveLimit('memory', 'quantity(self.requests.memory)', 'quantity(self.limits.memory)'),
      notAboveLimit(
        'ephemeral-storage',
        'quantity(self.requests.ephemeral__dash__storage)',
        'quantity(self.limits.ephemeral__dash__storage)',
      ),
    ),
  )
  .describe('Resources of each pod. A change is a release.')
  .prefault({});

const probe = (name: string, description: string, periodSeconds: number, failureThreshold: number) =>
  z
    .object({
      periodSeconds: whole('Seconds from one probe to the next.', 1, 300).default(periodSeconds),
      timeoutSeconds: whole('Seconds after which a probe without answer has failed.', 1, 60).default(2),
      failureThreshold: whole('Failed probes in a row that count.', 1, 30).default(failureThreshold),
    })
    .meta(
      rules({
        rule: 'self.timeoutSeconds <= self.periodSeconds',
        message: `probes.${name}.timeoutSeconds must not exceed probes.${name}.periodSeconds; lower it.`,
      }),
    )
    .describe(description)
    .prefault({});

export const probes = z
  .object({
    startup: z
      .object({ timeoutSeconds: whole('Seconds that a pod gets to become ready.', 5, 3600).default(60) })
      .describe('Start of a pod, seen by GET /health.')
      .prefault({}),
    liveness: probe('liveness', 'Whether a pod is restarted, seen by GET /status.', 10, 3),
    readiness: probe('readiness', 'Whether a pod gets users, seen by GET /health.', 2, 2),
  })
  .describe('Probes of each pod. A change is a release.')
  .prefault({});

export const disruption = z
  .object({
    maxUnavailable: whole(
      'Pods that voluntary disruption, such as draining a node, may take away at a time.',
      1,
      100,
    ).default(1),
  })
  .describe('PodDisruptionBudget over all pods that serve. A change applies at once and is no release.')
  .prefault({});
