import { parseSpec, type SpaceTimeSpec } from '../api/spacetime.ts';
import { parseStatus, type SpaceTimeStatus } from '../api/status.ts';
import type { Key } from '../kube/cluster.ts';
import type { Stored } from '../kube/types.ts';
import type { Owner } from '../plan/owner.ts';
import type { Staging } from '../rollout/promotion.ts';
import { revisionWithUsers } from '../status/history.ts';

/** Whose word a SpaceTime takes: one of these keys, whichever allows it. */
const stagingKeys = ({ name, namespace, spec }: Pick<Owner, 'name' | 'namespace' | 'spec'>): readonly Key[] =>
  (spec.promotion.requires?.trustedNamespaces ?? [])
    .map((trusted) => ({ namespace: trusted, name: spec.promotion.requires?.name ?? name }))
    .filter((key) => key.namespace !== namespace || key.name !== name);

/** What the environments that `owner` trusts, and that allow its namespace, say. Nothing is looked at of any other. */
export const stagingsOf = (owner: Owner, find: (key: Key) => Stored | undefined): readonly Staging[] =>
  stagingKeys(owner).flatMap((key) => {
    const object = find(key);
    const consents = object && specOf(object)?.promotion.allowedNamespaces.includes(owner.namespace);
    return consents ? [stagingOf(key.namespace, parseStatus(partOf(object, 'status')))] : [];
  });

/** The SpaceTimes among `all` that wait for the word of `key`. */
export const waitingFor = (key: Key, all: readonly Stored[]): readonly Key[] =>
  all.flatMap((object) => {
    const { namespace, name } = object.metadata;
    const spec = requiresIn(object) ? specOf(object) : undefined;
    const keys = spec ? stagingKeys({ namespace, name, spec }) : [];
    return keys.some((one) => one.namespace === key.namespace && one.name === key.name)
      ? [{ namespace, name }]
      : [];
  });

/** Says quickly that most SpaceTimes wait for nobody. */
const requiresIn = (object: Stored): boolean =>
  (partOf(object, 'spec') as { promotion?: { requires?: unknown } } | undefined)?.promotion?.requires !==
  undefined;

const partOf = (object: Stored, part: 'spec' | 'status'): unknown =>
  (object as Stored & Record<string, unknown>)[part];

/** A spec that cannot be read allows nobody. */
function specOf(object: Stored): SpaceTimeSpec | undefined {
  try {
    return parseSpec(partOf(object, 'spec'));
  } catch {
    return undefined;
  }
}

function stagingOf(namespace: string, status: SpaceTimeStatus): Staging {
  const { revisions } = status;
  const serving = revisionWithUsers(status);
  const stable = revisions.find(({ name }) => name === serving)?.artifact;
  return {
    namespace,
    passed: status.promotion?.passed ?? [],
    ...(stable && { stable }),
    promotions: revisions.flatMap(({ artifact, promotedAt }) =>
      promotedAt ? [{ at: promotedAt, ...(artifact && { artifact }) }] : [],
    ),
  };
}
