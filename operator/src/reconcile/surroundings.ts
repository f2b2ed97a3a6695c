import { labels } from '../api/identity.ts';
import type { KubeObject, Secret } from '../kube/types.ts';
import type { Wanted } from '../plan/desired.ts';
import { pinnedKey } from '../plan/pinned.ts';
import type { Observed } from './observed.ts';

/** What the NetworkPolicies depend on besides the spec; nothing where there are to be none. */
export function surroundingsOf({
  owner,
  installation,
  database,
  children,
}: Pick<Observed, 'owner' | 'installation' | 'database' | 'children'>): Pick<Wanted, 'surroundings'> {
  if (owner.spec.exposure.networkPolicy.mode === 'Disabled') return {};
  const urls =
    database.is === 'External'
      ? [...(database.url ? [database.url] : []), ...children.flatMap(databaseURLOf)]
      : [];
  const databasePorts = [...new Set(urls.map(portOf))].sort((a, b) => a - b);
  return { surroundings: { operator: { namespace: installation.namespace }, databasePorts } };
}

/** The URL that the pods of a revision are given, base64. */
const databaseURLOf = (child: KubeObject): readonly string[] => {
  if (child.kind !== 'Secret' || !child.metadata.labels?.[labels.revision]) return [];
  const url = (child as Secret).data?.[pinnedKey('database', 'DATABASE_URL')];
  return url === undefined ? [] : [url];
};

const usualPort = 5432;

function portOf(base64: string): number {
  const url = URL.parse(Buffer.from(base64, 'base64').toString());
  return Number(url?.port || url?.searchParams.get('port')) || usualPort;
}
