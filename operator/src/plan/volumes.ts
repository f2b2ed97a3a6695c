import type { Container, PodTemplate } from '../kube/types.ts';
import type { Revision } from '../rollout/rollout.ts';
import { certificateSource } from './certificateSource.ts';
import { paths } from './environment.ts';
import { revisionObjectName, secretsName, servingCertificateName } from './metadata.ts';
import type { Owner } from './owner.ts';
import { type PinnedSecret, pinnedKey, volumeName } from './pinned.ts';

type Volume = NonNullable<NonNullable<PodTemplate['spec']>['volumes']>[number];
interface Mounted {
  readonly volume: Volume;
  readonly mountPath: string;
}

/** Everything that a runtime container reads or writes besides its image; only /tmp can be written. */
export function volumes(
  owner: Owner,
  revision: Revision,
  pinned: readonly PinnedSecret[],
): {
  readonly volumes: Volume[];
  readonly volumeMounts: NonNullable<Container['volumeMounts']>;
} {
  const all = [
    temporary,
    config(owner, revision),
    tokens(owner),
    ...certificate(owner),
    ...mounts(owner, revision, pinned),
  ];
  return {
    volumes: all.map(({ volume }) => volume),
    volumeMounts: all.map(({ volume, mountPath }) => ({
      name: volume.name,
      mountPath,
      ...(volume !== temporary.volume && { readOnly: true }),
    })),
  };
}

const temporary: Mounted = { volume: { name: 'tmp', emptyDir: {} }, mountPath: '/tmp' };

const config = (owner: Owner, revision: Revision): Mounted => ({
  volume: { name: 'config', configMap: { name: revisionObjectName(owner, revision) } },
  mountPath: paths.config,
});

const tokens = (owner: Owner): Mounted => ({
  volume: {
    name: 'tokens',
    secret: { secretName: secretsName(owner), items: [{ key: 'API_TOKEN', path: 'API_TOKEN' }] },
  },
  mountPath: `${paths.secrets}/tokens`,
});

const certificate = (owner: Owner): Mounted[] =>
  certificateSource(owner.spec.tls)
    ? [
        {
          volume: { name: 'tls', secret: { secretName: servingCertificateName(owner) } },
          mountPath: `${paths.secrets}/tls`,
        },
      ]
    : [];

const mounts = (owner: Owner, revision: Revision, pinned: readonly PinnedSecret[]): Mounted[] =>
  pinned.map(({ mount, data }) => ({
    volume: {
      name: volumeName(mount),
      secret: {
        secretName: revisionObjectName(owner, revision),
        items: Object.keys(data)
          .sort()
          .map((key) => ({ key: pinnedKey(mount, key), path: key })),
      },
    },
    mountPath: `${paths.secrets}/${mount}`,
  }));
