import * as z from 'zod';
import { choice, rules, whole } from './fields.ts';
import type { Immutable } from './immutable.ts';
import { invalidObject } from './invalid.ts';
import { autoscaling } from './spec/autoscaling.ts';
import { jobs, webhooks } from './spec/background.ts';
import { checklist } from './spec/checklist.ts';
import { contacts } from './spec/contacts.ts';
import { database } from './spec/database.ts';
import { env } from './spec/env.ts';
import { exposure } from './spec/exposure.ts';
import { image, imagePullPolicy, imagePullSecrets } from './spec/image.ts';
import { monitoring } from './spec/monitoring.ts';
import { api, discovery, telemetry } from './spec/network.ts';
import { placement } from './spec/placement.ts';
import { podMetadata } from './spec/podMetadata.ts';
import { disruption, probes, resources } from './spec/pods.ts';
import { promotion } from './spec/promotion.ts';
import { rollout } from './spec/rollout.ts';
import { scenes } from './spec/scenes.ts';
import { secrets } from './spec/secrets.ts';
import { tls } from './spec/tls.ts';

const ports = '[self.api.port, self.telemetry.port, self.discovery.port, self.tls.port]';

/** Rules between fields of different groups; the others stand beside their fields. */
const contradictions = rules(
  {
    rule: "self.environment != 'production' || self.api.enabled",
    message: 'api.enabled must be true in production; set it, or set environment to development.',
    fieldPath: '.api.enabled',
  },
  {
    rule: "self.image.matches('^[a-z0-9][a-zA-Z0-9._/:-]*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}|@sha256:[a-f0-9]{64})$')",
    message: 'image must end in a tag or a digest, such as spacetime:v1.0.0 or spacetime@sha256:…; add one.',
    fieldPath: '.image',
  },
  {
    rule: "self.environment != 'production' || self.image.contains('@') || !self.image.endsWith(':latest')",
    message: 'image must not be tagged latest in production; name a version or a digest.',
    fieldPath: '.image',
  },
  {
    rule: `${ports}.all(p, ${ports}.exists_one(x, x == p))`,
    message: 'api.port, telemetry.port, discovery.port and tls.port must differ; change one.',
  },
  {
    rule: "self.environment == 'development' || !has(self.tls.selfSigned)",
    message: 'tls.selfSigned is for development only; use tls.certManager or tls.secretRef.',
    fieldPath: '.tls.selfSigned',
  },
  {
    rule: "self.environment != 'production' || self.exposure.service.type == 'ClusterIP' || has(self.tls.certManager) || has(self.tls.secretRef)",
    message:
      'exposure.service.type may leave the cluster in production only with TLS; set tls.certManager or tls.secretRef, or use ClusterIP.',
    fieldPath: '.exposure.service.type',
  },
  {
    rule: "self.environment != 'production' || self.webhooks.addressPolicy == 'PublicOnly'",
    message:
      'webhooks.addressPolicy must be PublicOnly in production; set it, or set environment to development.',
    fieldPath: '.webhooks.addressPolicy',
  },
  {
    rule: '!has(self.rollout.sla.maxMemory) || quantity(self.rollout.sla.maxMemory).compareTo(quantity(self.resources.limits.memory)) <= 0',
    message: 'rollout.sla.maxMemory must not exceed resources.limits.memory; raise the limit or lower it.',
    fieldPath: '.rollout.sla.maxMemory',
  },
  {
    rule: 'self.replicas == 0 || has(self.database.secretRef) == has(oldSelf.database.secretRef)',
    message:
      'database cannot move between managed and secretRef while pods run; set replicas to 0, move the data, then change it.',
  },
);

/** What the user asks for. The CRD, the types and the API page are all generated from here. */
export const SpaceTimeSpec = z
  .object({
    image,
    imagePullPolicy: imagePullPolicy.default('IfNotPresent'),
    imagePullSecrets,
    replicas: whole(
      'Pods at full traffic; 0 turns the world off and keeps everything else. A change applies at once and is no release.',
      0,
      100,
    ).default(2),
    paused: z
      .boolean()
      .describe(
        'Whether releases wait. Rollback, repair, scaling and certificates go on. A change applies at once and is no release.',
      )
      .default(false),
    revisionHistoryLimit: whole(
      'Retired revisions that are kept to go back to; those that serve, are warm or held are kept besides.',
      1,
      15,
    ).default(10),
    environment: choice(
      'Environment of the world (GODOT_ENV): selects the whitelist and how strict the runtime is. A change is a release.',
      ['development', 'staging', 'production'],
    ).default('production'),
    api,
    access: choice(
      'Who may visit: everybody, or only those who bring a ticket of their own. A change is a release.',
      ['Public', 'Ticket'],
    ).default('Public'),
    telemetry,
    discovery,
    scenes,
    env,
    webhooks,
    jobs,
    secrets,
    database,
    tls,
    exposure,
    resources,
    probes,
    drainSeconds: whole(
      'Seconds that sessions get to move before a pod ends; its grace period is 15 seconds longer. A change is a release.',
      0,
      3600,
    ).default(30),
    placement,
    podMetadata,
    autoscaling,
    disruption,
    rollout,
    promotion,
    monitoring,
    checklist,
    contacts,
  })
  .meta(contradictions)
  .describe('What you ask for.');

/** A spec with every default filled in. Whoever holds one may trust it: no field needs a second look. */
export type SpaceTimeSpec = Immutable<z.infer<typeof SpaceTimeSpec>>;

export type Environment = SpaceTimeSpec['environment'];

/** Fills in every default. Throws `InvalidObject` with a sentence that names the field. */
export function parseSpec(raw: unknown): SpaceTimeSpec {
  const parsed = SpaceTimeSpec.safeParse(raw);
  if (!parsed.success) throw invalidObject('spec', parsed.error);
  return parsed.data;
}
