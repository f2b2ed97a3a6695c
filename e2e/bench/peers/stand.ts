import type { KubeObject, Service } from '../../../operator/src/kube/types.ts';
import type { Cluster } from '../../harness/cluster.ts';
import { kubectl } from '../../harness/kubectl.ts';
import { emptied } from '../../harness/namespace.ts';
import { until } from '../../harness/until.ts';
import type { Change, Stand, Standing, Verdict } from '../system.ts';
import type { Controller } from './controller.ts';

/** Revisions as the answers of their pods name them. */
interface Revisions {
  readonly trial: string;
  readonly stable: string;
}

/** What differs from one controller to another. */
export interface Peer {
  readonly namespace: string;
  /** Kinds that users write, and that are removed with them. */
  readonly kinds: string;
  /** All objects of the world with this change, in apply order. */
  objects(change: Change): readonly object[];
  /** Path of the object whose status tells how a release goes. */
  readonly watched: string;
  /** Where a release stands by that status; undefined while it speaks of an earlier one. */
  standing(object: KubeObject): { readonly at: Standing; readonly reason: string } | undefined;
  revisions(object: KubeObject): Promise<Revisions>;
  readonly scaled: string;
  readonly controller: Controller;
  /** Ends what runs for this stand. */
  close(): Promise<void>;
}

/** A stand under a controller that is not ours. */
export async function peerStand(cluster: Cluster, peer: Peer, first: Change): Promise<Stand> {
  const { namespace } = peer;
  let shipped: Change = first;
  let stable = '';

  const look = async () => {
    const object = await cluster.read(peer.watched);
    if (!object) throw new Error(`${peer.watched} is not there.`);
    return object;
  };
  const standing = async () => peer.standing(await look());
  const reach = (asked: readonly Standing[], seconds: number) =>
    until(
      `${namespace}: it stands in ${asked.join(' or ')}`,
      async () => {
        const now = await standing();
        return now && asked.includes(now.at) ? now : undefined;
      },
      seconds,
    );
  const apply = async (change: Change) => {
    shipped = change;
    for (const object of peer.objects(change))
      await kubectl(['apply', '--server-side', '--force-conflicts', '-f', '-'], JSON.stringify(object));
  };
  const begin = async () => {
    await kubectl(['delete', peer.kinds, '--all', '--namespace', namespace, '--ignore-not-found']);
    await emptied(cluster, namespace);
    await apply(first);
    await reach(['Settled'], 300);
  };

  await emptied(cluster, namespace);
  await begin();
  return {
    namespace,
    url: () => addressOf(cluster, namespace),
    ship: async (change) => {
      stable = (await peer.revisions(await look())).stable;
      const at = Date.now();
      await apply({ ...first, ...change, env: { ...first.env, ...change.env } });
      await reach(['Starting', 'Canary', 'Undoing'], 60);
      return at;
    },
    again: () => apply(shipped),
    verdict: async (seconds): Promise<Verdict> => {
      const seen = await reach(['Settled', 'Undone'], seconds).catch(() => undefined);
      const decidedAt = Date.now();
      if (!seen) return { verdict: 'Undecided', reason: (await standing())?.reason ?? '', decidedAt };
      return { verdict: seen.at === 'Undone' ? 'Undone' : 'Released', reason: seen.reason, decidedAt };
    },
    until: async (asked, seconds) =>
      void (await reach(asked === 'AllUsers' ? ['AllUsers', 'Settled'] : [asked], seconds)),
    trialRevision: async () => trialBeside(stable, await peer.revisions(await look())),
    stableRevision: async () => stable,
    podNames: async () =>
      (await cluster.list(`/api/v1/namespaces/${namespace}/pods`)).map(({ metadata }) => metadata.name),
    scale: async (replicas) =>
      void (await kubectl(['scale', peer.scaled, '--namespace', namespace, `--replicas=${replicas}`])),
    killController: () => peer.controller.kill(),
    controllers: async () => peer.controller.pids(),
    reset: async () => {
      await begin();
      return undefined;
    },
    // The namespace stays for the next scenario, which could not begin while the cluster removes it.
    close: async () => {
      await kubectl(['delete', peer.kinds, '--all', '--namespace', namespace, '--ignore-not-found']);
      await peer.controller.stop();
      await peer.close();
    },
  };
}

/** A controller that tests a release beside its users may never have given it any: then none of their answers is its own. */
const trialBeside = (stable: string, { trial }: Revisions): string => (trial === stable ? '' : trial);

const addressOf = (cluster: Cluster, namespace: string): Promise<string> =>
  until(`An address of ${namespace}`, async () => {
    const service = await cluster.read<Service>(`/api/v1/namespaces/${namespace}/services/world`);
    return service?.spec?.clusterIP ? `http://${service.spec.clusterIP}` : undefined;
  });
