import type { KubeObject } from '../../operator/src/kube/types.ts';
import type { Cluster } from './cluster.ts';

/** Every kind that a world consists of, down to its pods and the addresses that its Services lead to. */
const kinds = [
  'api/v1/services',
  'api/v1/configmaps',
  'api/v1/secrets',
  'api/v1/serviceaccounts',
  'api/v1/pods',
  'api/v1/persistentvolumeclaims',
  'apis/apps/v1/deployments',
  'apis/apps/v1/replicasets',
  'apis/apps/v1/statefulsets',
  'apis/apps/v1/controllerrevisions',
  'apis/autoscaling/v2/horizontalpodautoscalers',
  'apis/batch/v1/jobs',
  'apis/policy/v1/poddisruptionbudgets',
  'apis/discovery.k8s.io/v1/endpointslices',
] as const;

/** Name of an object, such as services/demo → all that it says. */
export type Objects = ReadonlyMap<string, string>;

/** What a namespace holds, besides what every namespace is given. */
export async function objectsIn(cluster: Cluster, namespace: string): Promise<Objects> {
  const lists = await Promise.all(
    kinds.map(async (kind) => {
      const [plural = '', ...root] = kind.split('/').reverse();
      const items = await cluster.list(`/${root.reverse().join('/')}/namespaces/${namespace}/${plural}`);
      return items.map((item) => [`${plural}/${item.metadata.name}`, textOf(item)] as const);
    }),
  );
  const given = new Set(['configmaps/kube-root-ca.crt', 'serviceaccounts/default']);
  return new Map(lists.flat().filter(([name]) => !given.has(name)));
}

/**
 * All that an object says, as text that is the same for the same content. What the server only counts, and what
 * controllers report about an object, is left out.
 */
export function textOf(object: KubeObject): string {
  const { resourceVersion, managedFields, ...metadata } = object.metadata;
  const { status, ...rest } = { ...object, metadata } as KubeObject & { status?: unknown };
  return JSON.stringify(sorted(isSlice(rest) ? calm(rest) : rest));
}

interface Slice extends KubeObject {
  readonly endpoints: readonly { readonly addresses: readonly string[] }[];
}

const isSlice = (object: object): object is Slice => 'endpoints' in object && 'addressType' in object;

/** A slice counts its changes and keeps no order; what matters is where it leads. */
function calm({ metadata, endpoints, ...slice }: Slice): object {
  const { generation, annotations, ...named } = metadata;
  const ordered = [...(endpoints ?? [])].sort((a, b) =>
    String(a.addresses).localeCompare(String(b.addresses)),
  );
  return { ...slice, metadata: named, endpoints: ordered };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

/** How two looks at a namespace differ; names of objects. */
export interface Difference {
  readonly same: number;
  readonly changed: readonly string[];
  readonly gone: readonly string[];
  readonly added: readonly string[];
}

/** Compares byte by byte. */
export function difference(before: Objects, after: Objects): Difference {
  const both = [...before.keys()].filter((name) => after.has(name));
  const changed = both.filter((name) => before.get(name) !== after.get(name));
  return {
    same: both.length - changed.length,
    changed,
    gone: [...before.keys()].filter((name) => !after.has(name)),
    added: [...after.keys()].filter((name) => !before.has(name)),
  };
}
