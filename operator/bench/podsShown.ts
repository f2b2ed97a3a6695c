import { labels } from '../src/api/identity.ts';
import type { Pod, Stored } from '../src/kube/types.ts';
import { addresses } from './questions.ts';

/**
 * Shows objects as a real server does, with the fields' owners in them; each pod at the address and the port of a server that
 * `pods.ts` runs, which is told whose revision it is.
 */
export function podsShown(port: number): (object: Stored) => Stored {
  const known = new Map<string, string>();
  const addressOf = (pod: Pod): string => {
    const address = known.get(pod.metadata.name) ?? addresses[known.size % addresses.length] ?? '';
    if (!known.has(pod.metadata.name)) void tell(address, port, pod.metadata.labels?.[labels.revision]);
    known.set(pod.metadata.name, address);
    return address;
  };
  return (object) => {
    const metadata = { ...object.metadata, managedFields: managed(object) };
    if (!isPod(object)) return { ...object, metadata };
    const { spec, status } = object;
    const containers = spec?.containers.map((one) => ({
      ...one,
      ports: one.ports?.map((each) => (each.name === 'http' ? { ...each, containerPort: port } : each)),
    }));
    return {
      ...object,
      metadata,
      spec: { ...spec, containers },
      status: { ...status, podIP: addressOf(object) },
    } as Stored;
  };
}

const isPod = (object: Stored): object is Stored<Pod> => object.kind === 'Pod';

const tell = (address: string, port: number, revision = ''): Promise<unknown> =>
  fetch(`http://${address}:${port}/revision`, { method: 'POST', body: revision });

/** As large as what a server keeps of who wrote which field. */
const managed = ({ metadata: _, ...fields }: Stored) => [
  { manager: 'spacetime-operator', operation: 'Apply', fieldsType: 'FieldsV1', fieldsV1: ownersOf(fields) },
];

function ownersOf(value: unknown): object {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [`f:${name}`, ownersOf(inner)]));
}
