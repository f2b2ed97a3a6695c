import type { KubeObject, Pod, Service } from '../../../operator/src/kube/types.ts';
import type { Cluster } from '../../harness/cluster.ts';
import { kubectl } from '../../harness/kubectl.ts';
import { emptied } from '../../harness/namespace.ts';
import { until } from '../../harness/until.ts';
import type { Change, Stand, State, Verdict } from '../system.ts';
import { type Peer, type Revisions, watched } from './peer.ts';
import { changesInPlace, isWhole } from './whole.ts';

/** A stand under a controller that is not ours. */
export async function peerStand(cluster: Cluster, peer: Peer, first: Change): Promise<Stand> {
  const { namespace } = peer;
  let shipped: Change = first;
  let inPlace = false;
  let stable = '';
  const { look, standing, reach } = watched(cluster, peer);
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

  const pods = () => cluster.list<Pod>(`/api/v1/namespaces/${namespace}/pods`);
  /** Whether users have all of what they had at first, so that the next release can be shipped over the one that was undone. */
  const isBack = async () => {
    if (inPlace || (await standing())?.at !== 'Undone') return false;
    const look = async () => (isWhole(await pods()) ? true : undefined);
    return until(`${namespace} has its pods again`, look, 90).catch(() => false);
  };

  await emptied(cluster, namespace);
  await begin();
  return {
    namespace,
    url: () => addressOf(cluster, namespace),
    ship: async (change) => {
      stable = (await peer.revisions(await look())).stable;
      inPlace = changesInPlace(change);
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
    end: async (seconds) =>
      (await reach(['Settled', 'Undone'], seconds)).at === 'Undone' ? 'Undone' : 'Settled',
    standsStill: async () => {
      throw new Error(`${peer.watched} does not say why it stands still.`);
    },
    state: async () => stateOf(await look()),
    trialRevision: async () => trialBeside(stable, await peer.revisions(await look())),
    stableRevision: async () => stable,
    podNames: async () => (await pods()).map(({ metadata }) => metadata.name),
    scale: async (replicas) =>
      void (await kubectl(['scale', peer.scaled, '--namespace', namespace, `--replicas=${replicas}`])),
    // It is there again when `kill` answers.
    controllerLeads: async () => undefined,
    killController: () => peer.controller.kill(),
    controllers: async () => peer.controller.pids(),
    reset: async () => {
      if (!(await isBack())) await begin();
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

function stateOf(object: KubeObject): State {
  const { metadata, status } = object as KubeObject & { status?: { conditions?: unknown } };
  return { generation: metadata.generation ?? 0, conditions: JSON.stringify(status?.conditions ?? []) };
}

/** A controller that tests a release beside its users may never have given it any: then none of their answers is its own. */
const trialBeside = (stable: string, { trial }: Revisions): string => (trial === stable ? '' : trial);

const addressOf = (cluster: Cluster, namespace: string): Promise<string> =>
  until(`An address of ${namespace}`, async () => {
    const service = await cluster.read<Service>(`/api/v1/namespaces/${namespace}/services/world`);
    return service?.spec?.clusterIP ? `http://${service.spec.clusterIP}` : undefined;
  });
