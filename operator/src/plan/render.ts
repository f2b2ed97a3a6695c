import type { SpaceTimeSpec } from '../api/spacetime.ts';
import type { PodTemplate } from '../kube/types.ts';
import type { Revision } from '../rollout/rollout.ts';
import { amounts } from './amounts.ts';
import { certificateSource } from './certificateSource.ts';
import { environment } from './environment.ts';
import { childLabels } from './metadata.ts';
import type { Owner } from './owner.ts';
import type { PinnedSecret } from './pinned.ts';
import { placed } from './placement.ts';
import { containerSecurity, podSecurity } from './podSecurity.ts';
import { probes } from './probes.ts';
import { volumes } from './volumes.ts';

/** What a revision puts into the cluster. It is recorded once and applied as recorded, never rendered again. */
export interface Rendered {
  readonly template: PodTemplate;
  /** Data of the revision's ConfigMap. */
  readonly config: Readonly<Record<string, string>>;
}

/** Seconds that a pod goes on serving after it was told to end, so that every node has heard that it is leaving. */
const lastCallSeconds = 3;
/** Seconds that the grace period is longer than the drain. */
const graceSeconds = 15;

/** Spec and pinned Secrets → pod template and configuration of the revision. Pure: equal input renders equal bytes. */
export function render(owner: Owner, revision: Revision, pinned: readonly PinnedSecret[]): Rendered {
  const { spec } = owner;
  const mounted = volumes(owner, revision, pinned);
  return {
    config: { 'scene_whitelist.json': sceneWhitelist(spec) },
    template: {
      metadata: podMetadata(owner, revision),
      spec: {
        serviceAccountName: owner.name,
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: podSecurity,
        terminationGracePeriodSeconds: spec.drainSeconds + graceSeconds,
        ...placed(owner, revision),
        volumes: mounted.volumes,
        containers: [
          {
            name: 'runtime',
            image: spec.image,
            imagePullPolicy: spec.imagePullPolicy,
            env: environment(spec, owner.name, revision),
            ports: ports(spec),
            ...probes(spec),
            lifecycle: { preStop: { sleep: { seconds: lastCallSeconds } } },
            resources: { requests: amounts(spec.resources.requests), limits: amounts(spec.resources.limits) },
            securityContext: containerSecurity,
            volumeMounts: mounted.volumeMounts,
          },
        ],
      },
    },
  };
}

/** What the user adds is no part of the revision: it is what the spec said when the revision was recorded. */
function podMetadata(owner: Owner, revision: Revision): NonNullable<PodTemplate['metadata']> {
  const { labels, annotations } = owner.spec.podMetadata ?? {};
  return {
    labels: { ...labels, ...childLabels(owner, revision) },
    ...(annotations && Object.keys(annotations).length > 0 && { annotations: { ...annotations } }),
  };
}

const sceneWhitelist = ({ environment, scenes }: SpaceTimeSpec): string =>
  JSON.stringify({ [environment]: scenes.whitelist[environment], blacklist: scenes.blacklist }, null, 2);

const ports = (spec: SpaceTimeSpec) => [
  { name: 'http', containerPort: spec.api.port, protocol: 'TCP' },
  ...(certificateSource(spec.tls) ? [{ name: 'https', containerPort: spec.tls.port, protocol: 'TCP' }] : []),
  { name: 'telemetry', containerPort: spec.telemetry.port, protocol: 'TCP' },
  { name: 'discovery', containerPort: spec.discovery.port, protocol: 'UDP' },
];
