import fc from 'fast-check';
import { anOwner } from '../../test/builders.ts';
import { labels } from '../api/identity.ts';
import type { KubeObject, Secret, StatefulSet } from '../kube/types.ts';
import { freshCredentials } from './credentials.ts';
import type { ManagedFound } from './databaseFound.ts';
import { databaseObjects } from './databaseObjects.ts';
import { databasePlan } from './databasePlan.ts';

const nothing: ManagedFound = { is: 'Managed', random: ['YWFh', 'YmJi'], defaultImage: 'postgres:18' };

function objects(database: object = {}, found: ManagedFound = nothing): readonly KubeObject[] {
  const owner = anOwner({ database });
  const { wanted } = databasePlan(owner, found);
  if (!wanted) throw new Error('Nothing is in its way.');
  return databaseObjects(owner, wanted);
}

const set = (database: object = {}) =>
  objects(database).find(({ kind }) => kind === 'StatefulSet') as StatefulSet;
const podOf = (database: object = {}) => {
  const pod = set(database).spec?.template.spec;
  const [container] = pod?.containers ?? [];
  if (!pod || !container) throw new Error('A database has a pod with a container.');
  return { pod, container };
};

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/, level restricted. */
it('the pod fits Pod Security restricted, writes to its volume and /tmp alone, and has no token of the cluster', () => {
  const { pod, container } = podOf();
  expect(pod).toMatchObject({
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  });
  expect(container.securityContext).toMatchObject({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
  const kinds = (pod.volumes ?? []).flatMap(({ name: _, ...kind }) => Object.keys(kind));
  expect(kinds).toEqual(['persistentVolumeClaim', 'secret', 'emptyDir', 'downwardAPI']);
  const writable = container.volumeMounts
    ?.filter(({ readOnly }) => !readOnly)
    .map(({ mountPath }) => mountPath);
  expect(writable).toEqual(['/var/lib/spacetime', '/tmp']);
});

it('no part of it is taken for a runtime pod', () => {
  for (const { metadata } of [...objects(), set().spec?.template as KubeObject]) {
    expect(metadata.labels).not.toHaveProperty(labels.app);
    expect(metadata.labels).toMatchObject({ [labels.component]: 'database', [labels.instance]: 'plaza' });
  }
});

it.each([
  ['Retain', ['Service', 'StatefulSet']],
  ['Delete', ['Secret', 'PersistentVolumeClaim', 'Service', 'StatefulSet']],
])('with deletionPolicy %s what goes with the SpaceTime is %j', (deletionPolicy, expected) => {
  const owned = objects({ managed: { deletionPolicy } }).filter(({ metadata }) => metadata.ownerReferences);
  expect(owned.map(({ kind }) => kind)).toEqual(expected);
});

it('credentials come before the volume, which would be lost without them', () => {
  expect(
    objects()
      .map(({ kind }) => kind)
      .slice(0, 2),
  ).toEqual(['Secret', 'PersistentVolumeClaim']);
});

it('the template names everything that a restart is for, and a pod is never replaced by itself', () => {
  const settings = (database: object) => JSON.stringify(set(database).spec?.template.metadata?.annotations);
  const same = settings({});
  expect(settings({ managed: { storage: { size: '20Gi' }, deletionPolicy: 'Delete' } })).toBe(same);
  expect(settings({ managed: { image: 'postgres:18.9' } })).not.toBe(same);
  expect(settings({ managed: { resources: { limits: { memory: '2Gi' } } } })).not.toBe(same);
  expect(set().spec?.updateStrategy).toEqual({ type: 'OnDelete' });
});

it('neither the volume nor its class changes because the next spec says less', () => {
  const secret = { isOurs: true, values: freshCredentials(anOwner(), nothing.random) };
  const volume = {
    isOurs: true,
    isBound: true,
    size: '30Gi',
    className: 'fast',
    image: 'postgres:17',
    createdAt: '',
  };
  const [, claim] = objects({}, { ...nothing, secret, volume });
  expect(claim).toMatchObject({
    metadata: {
      annotations: { 'spacetime.dev/database-image': 'postgres:17', 'spacetime.dev/storage-class': 'fast' },
    },
    spec: { resources: { requests: { storage: '30Gi' } }, storageClassName: 'fast' },
  });
});

it('Argo CD neither prunes nor misses what stays when the SpaceTime goes, and what has an owner it leaves alone', () => {
  const notes = (deletionPolicy: string) =>
    objects({ managed: { deletionPolicy } }).map(
      ({ metadata }) => metadata.annotations?.['argocd.argoproj.io/sync-options'],
    );
  expect(notes('Retain')).toEqual(['Prune=false', 'Prune=false', undefined, undefined]);
  expect(notes('Delete')).toEqual([undefined, undefined, undefined, undefined]);
});

it('whatever the random values are, the URL says the password as it is, and SQL needs no quotes in it', () => {
  const random = fc
    .uint8Array({ minLength: 32, maxLength: 32 })
    .map((bytes) => Buffer.from(bytes).toString('base64'));
  fc.assert(
    fc.property(random, random, (ours, superusers) => {
      const [secret] = objects({}, { ...nothing, random: [ours, superusers] });
      const values = (secret as Secret).data ?? {};
      const password = atob(values['PASSWORD'] ?? '');
      expect(password).toMatch(/^[-_A-Za-z0-9]{43}$/);
      expect(new URL(atob(values['DATABASE_URL'] ?? ''))).toMatchObject({
        username: 'spacetime',
        password,
        hostname: 'plaza-db.worlds.svc',
        pathname: '/spacetime',
      });
      expect(atob(values['SUPERUSER_PASSWORD'] ?? '')).toMatch(/^[-_A-Za-z0-9]{43}$/);
    }),
  );
});
