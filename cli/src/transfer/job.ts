import { group, labels } from '../../../operator/src/api/identity.ts';
import type { Container, Job, PodTemplate } from '../../../operator/src/kube/types.ts';
import { databaseName } from '../../../operator/src/plan/credentials.ts';
import { revisionObjectName } from '../../../operator/src/plan/metadata.ts';
import { pinnedKey } from '../../../operator/src/plan/pinned.ts';
import { containerSecurity, podSecurity } from '../../../operator/src/plan/podSecurity.ts';
import { type SpaceTime, statusOf } from '../spaceTime.ts';

export type Direction = 'backup' | 'restore';

/** Where the program finds what it needs; the runtime's own places. */
const secretsPath = `/var/run/secrets/${group}`;
const databaseKey = 'DATABASE_URL';

/** The program in the image of the runtime, with what it is to do. */
export const programOf = (direction: Direction): readonly string[] => [
  'node',
  '/app/transfer.mjs',
  direction === 'backup' ? 'export' : 'import',
  '-',
];

/** What the Job is made of besides the world. */
export interface Transfer {
  readonly direction: Direction;
  /** Image with the program. */
  readonly image: string;
  /** After this long the cluster ends it. */
  readonly seconds: number;
}

/** The container does nothing by itself: the program is started in it, because what it wrote would else stand in the node's logs. */
const waiting = "process.once('SIGTERM', () => process.exit()); setInterval(() => {}, 60000);";

/**
 * The Job in whose pod a world is written out or read in: of the runtime's image, with the database's URL, without access to the
 * Kubernetes API, and outside of every selector of runtime pods. There is one of a name, so that two restores cannot meet.
 */
export function transferJob(world: SpaceTime, transfer: Transfer): Job {
  const { namespace, name } = world.metadata;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: `${name}-${transfer.direction}`, namespace, labels: labelsOf(name) },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: transfer.seconds,
      // For somebody whose kubectl was killed before it could remove the Job.
      ttlSecondsAfterFinished: 60,
      template: { metadata: { labels: labelsOf(name) }, spec: podSpec(world, transfer) },
    },
  };
}

const labelsOf = (name: string): Record<string, string> => ({
  [labels.name]: 'spacetime',
  [labels.partOf]: 'spacetime',
  [labels.managedBy]: 'kubectl-spacetime',
  [labels.instance]: name,
  [labels.component]: 'backup',
});

function podSpec(world: SpaceTime, transfer: Transfer): NonNullable<PodTemplate['spec']> {
  const mounted = [database(world, transfer.direction), ...mounts(world)];
  return {
    restartPolicy: 'Never',
    // For the credentials of the registry that stand on it.
    serviceAccountName: world.metadata.name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: podSecurity,
    terminationGracePeriodSeconds: 5,
    volumes: mounted.map(({ volume }) => volume),
    containers: [container(world, transfer, mounted)],
  };
}

interface Mounted {
  readonly volume: NonNullable<NonNullable<PodTemplate['spec']>['volumes']>[number];
  readonly mountPath: string;
}

const container = ({ spec }: SpaceTime, { image }: Transfer, mounted: readonly Mounted[]): Container => ({
  name: 'transfer',
  image,
  imagePullPolicy: spec.imagePullPolicy ?? 'IfNotPresent',
  command: ['node', '-e', waiting],
  resources: {
    requests: { cpu: '100m', memory: '96Mi', 'ephemeral-storage': '16Mi' },
    limits: { cpu: '1', memory: '384Mi', 'ephemeral-storage': '64Mi' },
  },
  securityContext: containerSecurity,
  volumeMounts: mounted.map(({ volume, mountPath }) => ({ name: volume.name, mountPath, readOnly: true })),
});

function database(world: SpaceTime, direction: Direction): Mounted {
  const { secretName, key } = databaseUrlOf(world, direction);
  return {
    volume: { name: 'database', secret: { secretName, items: [{ key, path: databaseKey }] } },
    mountPath: `${secretsPath}/database`,
  };
}

/**
 * Where the database's URL is: a backup reads what the pods with the users have, from the copy of their revision; a restore writes to
 * what the next pods will have.
 */
function databaseUrlOf(world: SpaceTime, direction: Direction) {
  const { stableRevision } = statusOf(world);
  if (direction === 'backup' && stableRevision)
    return {
      secretName: revisionObjectName(world.metadata, stableRevision),
      key: pinnedKey('database', databaseKey),
    };
  const ref = world.spec.database?.secretRef;
  return { secretName: ref?.name ?? databaseName(world.metadata), key: ref?.key ?? databaseKey };
}

/** The URL of a database may name a file that the user mounts, such as the certificate of its authority. */
const mounts = ({ spec }: SpaceTime): readonly Mounted[] =>
  (spec.secrets?.mounts ?? []).map(({ name, secretRef }) => ({
    volume: { name: `mount-${name}`, secret: { secretName: secretRef.name } },
    mountPath: `${secretsPath}/${name}`,
  }));

/** The image whose program knows the world: that of the pods with the users, else the one that the spec asks for. */
export function imageOf(world: SpaceTime): string {
  const { stableRevision, revisions } = statusOf(world);
  return revisions.find(({ name }) => name === stableRevision)?.image ?? world.spec.image;
}
