import * as z from 'zod';
import type { Immutable } from '../../operator/src/api/immutable.ts';
import { readConfig } from '../../operator/src/config.ts';
import { runbookAddress } from '../../operator/src/runbooks.ts';
import { sharedGateways as isListOfGateways, listPattern } from '../../operator/src/sharedGateways.ts';

const operator = readConfig({});

const imageName = (description: string) => z.string().min(1).max(512).describe(description);
const amounts = (description: string, byDefault: Readonly<Record<string, string>>) =>
  z
    .record(z.string(), z.union([z.string(), z.number().positive()]))
    .describe(description)
    .default(byDefault);
const gatewayEntries = 'must be entries such as public=edge/main, separated by commas, each name once';
const asInAPod = (description: string) =>
  z.record(z.string(), z.unknown()).describe(`${description}, as in a pod.`).default({});

/**
 * What an installation can be told: the values of the Helm chart, and the properties of the construct. Whoever says
 * nothing gets `dist/install.yaml`.
 */
export const OperatorSettings = z.strictObject({
  image: imageName(
    'Image of the operator, by tag or digest; the program that checks releases is in it too.',
  ).default('spacetime-operator:dev'),
  imagePullPolicy: z
    .enum(['Always', 'IfNotPresent', 'Never'])
    .describe('When the image is pulled.')
    .default('IfNotPresent'),
  imagePullSecrets: z
    .array(z.strictObject({ name: z.string().min(1) }))
    .describe('Secrets with the credentials of its registry, in the namespace of the operator.')
    .default([]),
  replicas: z
    .int()
    .min(1)
    .max(5)
    .describe('Pods of the operator: one works, the others take over within seconds.')
    .default(2),
  spread: z
    .enum(['Preferred', 'Required'])
    .describe('Whether each of them must have a node of its own, or only should.')
    .default('Preferred'),
  resources: z
    .strictObject({
      requests: amounts('What a pod is sure to have.', {
        cpu: '100m',
        memory: '128Mi',
        'ephemeral-storage': '32Mi',
      }),
      limits: amounts('What it may have.', { cpu: '1', memory: '512Mi', 'ephemeral-storage': '128Mi' }),
    })
    .describe('What each pod of the operator has; about 100 worlds fit into the default.')
    .prefault({}),
  nodeSelector: z
    .record(z.string(), z.string())
    .describe('Labels of the nodes that it may run on.')
    .default({}),
  tolerations: z
    .array(z.record(z.string(), z.unknown()))
    .describe('Taints that it bears, as in a pod.')
    .default([]),
  affinity: asInAPod('Where it would rather run'),
  priorityClassName: z
    .string()
    .max(253)
    .describe('Priority of its pods; empty: that of the cluster.')
    .default(''),
  logLevel: z
    .enum(['debug', 'info', 'warn', 'error'])
    .describe('What is worth a line in the log (LOG_LEVEL).')
    .default(operator.LOG_LEVEL),
  databaseImage: imageName(
    'Image of the PostgreSQL that a new world gets; those that are there keep theirs (DATABASE_IMAGE).',
  ).default(operator.DATABASE_IMAGE),
  checkBrowserImage: z
    .string()
    .max(512)
    .describe(
      'Image with the check program and a browser, for releases that ask for one; empty: their browser check is skipped (CHECK_BROWSER_IMAGE).',
    )
    .default(''),
  sharedGateways: z
    .string()
    .describe(
      'Gateways of other namespaces that worlds may name in exposure.gateway.sharedGateways, such as public=edge/main,internal=edge/main/inside (SHARED_GATEWAYS).',
    )
    .regex(listPattern, { error: gatewayEntries })
    .refine((list) => isListOfGateways.safeParse(list).success, {
      error: gatewayEntries,
    })
    .default(''),
  runbookBaseURL: runbookAddress.describe(
    'Where the pages of the alerts are, for worlds that do not say so in monitoring.runbookBaseURL (RUNBOOK_BASE_URL).',
  ),
  podMonitor: z
    .strictObject({
      enabled: z
        .boolean()
        .describe('Whether there is a PodMonitor, which needs the Prometheus operator.')
        .default(false),
    })
    .describe('Has the Prometheus operator look at the metrics of this operator.')
    .prefault({}),
  crds: z
    .strictObject({
      enabled: z
        .boolean()
        .describe(
          'Whether the definition of SpaceTime is part of the installation. It is never removed with it, and false leaves it to somebody else.',
        )
        .default(true),
    })
    .describe('The definition of SpaceTime.')
    .prefault({}),
});

/** What may be said; the rest is the default. */
export type OperatorSettings = Immutable<z.input<typeof OperatorSettings>>;

/** Every setting, with all defaults filled in. */
export type Settled = z.output<typeof OperatorSettings>;

/** A setting that cannot be used; the message is one sentence that names it. */
export class InvalidSettings extends Error {
  override readonly name = 'InvalidSettings';
}

/** Fills in every default. Throws `InvalidSettings`. */
export function settled(settings: OperatorSettings): Settled {
  const parsed = OperatorSettings.safeParse(settings);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.');
  throw new InvalidSettings(`${path ? `${path}: ` : ''}${issue?.message}.`, { cause: parsed.error });
}
