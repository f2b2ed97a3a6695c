import { labels } from '../api/identity.ts';
import type { DrillFault } from '../api/status/drill.ts';
import type { Container } from '../kube/types.ts';
import type { Drill } from '../rollout/drill.ts';
import type { Revision } from '../rollout/rollout.ts';
import type { Recorded } from './recorded.ts';

/**
 * The stable revision as it was recorded, with a fault and under another name. What it mounts stays the stable
 * revision's own, so that its Deployment is all that there is of it. Pure: it is made anew whenever it is asked for.
 */
export function drilled(
  stable: Recorded,
  { candidate, fault }: Pick<Drill, 'candidate' | 'fault'>,
): Recorded {
  const { metadata, spec } = stable.template;
  return {
    ...stable,
    name: candidate,
    template: {
      metadata: { ...metadata, labels: { ...metadata?.labels, [labels.revision]: candidate } },
      ...(spec && {
        spec: {
          ...spec,
          containers: spec.containers.map((container) =>
            faulty[fault](renamed(container, candidate), candidate),
          ),
        },
      }),
    },
  };
}

const renamed = ({ env = [], ...container }: Container, revision: Revision): Container => ({
  ...container,
  env: env.map((one) => (one.name === 'SPACETIME_REVISION' ? { ...one, value: revision } : one)),
});

/** A path that nothing serves. */
const nowhere = { path: '/drill/never-ready', port: 'http' };
/** Seconds after which a drill that is never ready is started once more; the second time counts. */
const startupSeconds = 5;

const faulty: Readonly<Record<DrillFault, (container: Container, revision: Revision) => Container>> = {
  MissingImage: (container, revision) => ({
    ...container,
    image: `${repository(container.image ?? '')}:drill-${revision}`,
  }),
  CrashAtStart: ({ args: _, ...container }) => ({
    ...container,
    command: ['node', '--eval', 'process.exit(1)'],
  }),
  NeverReady: (container) => ({
    ...container,
    startupProbe: {
      httpGet: nowhere,
      periodSeconds: 1,
      timeoutSeconds: 1,
      failureThreshold: startupSeconds,
      // It has nobody to drain.
      terminationGracePeriodSeconds: 1,
    },
    readinessProbe: { ...container.readinessProbe, httpGet: nowhere },
  }),
};

/** The name of an image without tag and digest. A colon before the last slash is that of a port. */
const repository = (image: string): string => image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
