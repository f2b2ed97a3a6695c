import type { ParentRef } from '../kube/types.ts';
import type { Installation, SharedGateway } from './installation.ts';
import type { Owner } from './owner.ts';

/** What a route is attached to. */
export interface Parent extends ParentRef {
  readonly kind: 'Gateway' | 'ListenerSet';
}

/** What the spec names, those that the installation publishes at their own place; what it does not know is left out. */
export function parentsOf(
  { spec }: Pick<Owner, 'spec'>,
  { sharedGateways }: Installation,
): readonly Parent[] {
  const { gateway } = spec.exposure;
  if (!gateway) return [];
  const shared = gateway.sharedGateways.flatMap((asked) =>
    sharedGateways.filter(({ published }) => published === asked).map(parentOf),
  );
  // One Gateway may be published under two names, and a route may name it once.
  const distinct = new Map(shared.map((parent) => [JSON.stringify(parent), parent]));
  return [...gateway.parentRefs, ...distinct.values()];
}

const parentOf = ({ namespace, name, sectionName }: SharedGateway): Parent => ({
  kind: 'Gateway',
  namespace,
  name,
  ...(sectionName && { sectionName }),
});

/** What the spec names and the installation does not publish, as a sentence. */
export function unknownGateway(
  { spec }: Pick<Owner, 'spec'>,
  { sharedGateways }: Installation,
): string | undefined {
  const known = sharedGateways.map(({ published }) => published);
  const unknown = spec.exposure.gateway?.sharedGateways.find((asked) => !known.includes(asked));
  if (unknown === undefined) return undefined;
  const published = known.length > 0 ? `${known.join(', ')}` : 'none';
  return `exposure.gateway.sharedGateways: the operator's installation publishes no Gateway ${unknown}, but ${published}; name another or have it published.`;
}
