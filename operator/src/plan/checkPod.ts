import type { Container, PodTemplate } from '../kube/types.ts';
import { checkContainers } from '../rollout/checkRun.ts';
import type { Revision } from '../rollout/rollout.ts';
import { paths } from './environment.ts';
import { checkLabels, revisionObjectName, secretsName } from './metadata.ts';
import type { Owner } from './owner.ts';
import { onNodes } from './placement.ts';
import { containerSecurity, podSecurity } from './podSecurity.ts';

type PodSpec = NonNullable<PodTemplate['spec']>;
type Volume = NonNullable<PodSpec['volumes']>[number];
type Source = NonNullable<NonNullable<Volume['projected']>['sources']>[number];

/** What differs between the pods of checks. */
export interface CheckPod {
  readonly revision: Revision;
  /** What runs as container `check`. */
  readonly program: Pick<Container, 'image' | 'command' | 'args' | 'resources' | 'terminationMessagePolicy'>;
  readonly env: Readonly<Record<string, string>>;
  /** Where its tokens come from; they are files. */
  readonly tokens: readonly Source[];
  /** Seconds that the pod may take on its node. */
  readonly seconds: number;
  readonly worlds?: readonly Container[];
  readonly volumes?: readonly Volume[];
}

/** Directory in which a check finds its tokens. */
const tokenPath = `${paths.secrets}/check`;

/** The token of the world itself, which the pods of the candidate know. */
export const previewToken = (owner: Owner): Source => ({
  secret: { name: secretsName(owner), items: [{ key: 'API_TOKEN', path: 'PREVIEW_TOKEN' }] },
});

/** What every check is told: where the candidate is found that has no users, and what it is called. */
export const previewEnvironment = (owner: Owner, revision: Revision): Record<string, string> => ({
  CHECK_PREVIEW_URL: `http://${revisionObjectName(owner, revision)}.${owner.namespace}.svc:80`,
  CHECK_REVISION: revision,
});

/** The pod of a check: restricted, without access to the Kubernetes API, and outside of every selector of runtime pods. */
export const checkPod = (
  owner: Owner,
  { revision, program, env, tokens, ...more }: CheckPod,
): PodTemplate => ({
  metadata: { labels: checkLabels(owner, revision) },
  spec: {
    restartPolicy: 'Never',
    // On the pod, not on the Job: the time in which it waits for a node does not count, and the pod stays to be read.
    activeDeadlineSeconds: more.seconds,
    // For the credentials of the registry that stand on it.
    serviceAccountName: owner.name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: podSecurity,
    terminationGracePeriodSeconds: 30,
    ...onNodes(owner),
    volumes: [
      ...(more.volumes ?? []),
      { name: 'check-tokens', projected: { sources: [...tokens] } },
      { name: 'check-tmp', emptyDir: {} },
    ],
    ...(more.worlds && { initContainers: [...more.worlds] }),
    containers: [
      {
        name: checkContainers.program,
        imagePullPolicy: 'IfNotPresent',
        ...program,
        env: Object.entries(env).map(([name, value]) => ({ name, value })),
        securityContext: containerSecurity,
        volumeMounts: [
          { name: 'check-tokens', mountPath: tokenPath, readOnly: true },
          { name: 'check-tmp', mountPath: '/tmp' },
        ],
      },
    ],
  },
});
