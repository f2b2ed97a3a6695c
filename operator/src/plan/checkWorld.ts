import type { Container, PodTemplate } from '../kube/types.ts';
import { checkContainers } from '../rollout/checkRun.ts';
import type { Recorded } from './recorded.ts';

type Volume = NonNullable<NonNullable<PodTemplate['spec']>['volumes']>[number];

/**
 * The candidate's own container beside its checks, as it was recorded, but with tables of its own: what is written to it
 * is gone with it, and no live table changes. It is a native sidecar, so the checks begin when it can serve, and the pod
 * ends with them. https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
 */
export function checkWorld({ name, template }: Recorded): Container | undefined {
  const [runtime] = template.spec?.containers ?? [];
  if (!runtime) return undefined;
  // It has no users to drain, and a sick one is to be seen, not to be restarted.
  const { lifecycle: _lifecycle, livenessProbe: _liveness, readinessProbe: _readiness, ...world } = runtime;
  return {
    ...world,
    name: checkContainers.world,
    restartPolicy: 'Always',
    env: changed(runtime.env ?? [], {
      SPACETIME_DATABASE_TEMPORARY_SCHEMA: `check_${name}`,
      SPACETIME_WEBHOOK_ALLOWED_CIDRS: '127.0.0.1/32',
      SPACETIME_WEBHOOK_RETRIES: 'Fast',
      SPACETIME_DRAIN_SECONDS: '0',
      // Limits are tried with a token of their own; a small one of the spec would only slow down the rest.
      SPACETIME_REQUESTS_PER_MINUTE: '1000',
      // Nobody may find it beside the live world.
      SPACETIME_DISCOVERY_MODE: discoveryMode(runtime),
    }),
  };
}

/** Answers where it is asked, and never announces itself. */
const discoveryMode = ({ env }: Container): string =>
  env?.find(({ name }) => name === 'SPACETIME_DISCOVERY_MODE')?.value === 'Disabled' ? 'Disabled' : 'Answer';

/** The volumes of the candidate, with the tokens of the check in place of the world's. */
export const checkVolumes = ({ template }: Recorded, secretName: string): readonly Volume[] =>
  (template.spec?.volumes ?? []).map((volume) =>
    volume.name === 'tokens' ? { name: volume.name, secret: { secretName } } : volume,
  );

/** Where the checks find it: containers of a pod share their network. */
export function checkWorldUrl({ ports }: Container): string {
  const port = ports?.find(({ name }) => name === 'http')?.containerPort;
  return `http://127.0.0.1:${port}`;
}

const changed = (
  env: NonNullable<Container['env']>,
  changes: Readonly<Record<string, string>>,
): NonNullable<Container['env']> => [
  ...env.filter(({ name }) => !(name in changes)),
  ...Object.entries(changes).map(([name, value]) => ({ name, value })),
];
