import { volumeAnnotations } from '../api/identity.ts';
import type { KubeObject, PersistentVolumeClaim, Secret, Service } from '../kube/types.ts';
import { type Credentials, databasePort } from './credentials.ts';
import { databaseSet } from './databaseSet.ts';
import { databaseMetadata, databaseSelectorOf } from './metadata.ts';
import type { ManagedDatabase, Owner } from './owner.ts';

/** A managed database as it is meant to be. */
export interface WantedDatabase {
  readonly managed: ManagedDatabase;
  readonly image: string;
  /** Size of the volume; what it has grown to if that is more than the spec says. */
  readonly size: string;
  /** Storage class of the volume; absent: the default of the cluster. */
  readonly className?: string;
  readonly credentials: Credentials;
}

/** All parts of a managed database, in apply order: credentials come first, since a volume without them is lost. */
export const databaseObjects = (owner: Owner, wanted: WantedDatabase): KubeObject[] => [
  secret(owner, wanted),
  claim(owner, wanted),
  service(owner),
  databaseSet(owner, wanted),
];

const isRetained = ({ managed }: WantedDatabase): boolean => managed.deletionPolicy === 'Retain';

/** Immutable: whoever has a URL can rely on it. */
const secret = (owner: Owner, wanted: WantedDatabase): Secret => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: databaseMetadata(owner, { retained: isRetained(wanted) }),
  type: 'Opaque',
  immutable: true,
  data: { ...wanted.credentials },
});

/** The volume is no template of the StatefulSet, because such a template cannot grow. */
function claim(owner: Owner, wanted: WantedDatabase): PersistentVolumeClaim {
  const { image, size, className } = wanted;
  const metadata = databaseMetadata(owner, { retained: isRetained(wanted) });
  const annotations = {
    [volumeAnnotations.image]: image,
    ...(className && { [volumeAnnotations.className]: className }),
  };
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { ...metadata, annotations: { ...metadata.annotations, ...annotations } },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: size } },
      ...(className && { storageClassName: className }),
    },
  };
}

/** One address, whichever pod there is: names of pods would be remembered by resolvers after the pod is gone. */
const service = (owner: Owner): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: databaseMetadata(owner, { retained: false }),
  spec: {
    type: 'ClusterIP',
    selector: databaseSelectorOf(owner),
    ports: [{ name: 'postgres', port: databasePort, targetPort: 'postgres', protocol: 'TCP' }],
  },
});
