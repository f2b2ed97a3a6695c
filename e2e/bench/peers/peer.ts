import type { KubeObject, Stored } from '../../../operator/src/kube/types.ts';
import type { Cluster } from '../../harness/cluster.ts';
import { until } from '../../harness/until.ts';
import type { Change, Standing } from '../system.ts';
import type { Controller } from './controller.ts';

/** Revisions as the answers of their pods name them. */
export interface Revisions {
  readonly trial: string;
  readonly stable: string;
}

/** Where a release stands, and why. */
interface Told {
  readonly at: Standing;
  readonly reason: string;
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
  standing(object: KubeObject): Told | undefined;
  revisions(object: KubeObject): Promise<Revisions>;
  readonly scaled: string;
  readonly controller: Controller;
  /** Ends what runs for this stand. */
  close(): Promise<void>;
}

/** How a peer's release is watched. */
export interface Watched {
  /** The object whose status tells it. */
  look(): Promise<Stored<KubeObject>>;
  standing(): Promise<Told | undefined>;
  /** Waits until it stands in one of these; throws when the time is over. */
  reach(asked: readonly Standing[], seconds: number): Promise<Told>;
}

export function watched(cluster: Cluster, peer: Pick<Peer, 'namespace' | 'watched' | 'standing'>): Watched {
  const look = async () => {
    const object = await cluster.read(peer.watched);
    if (!object) throw new Error(`${peer.watched} is not there.`);
    return object;
  };
  const standing = async () => peer.standing(await look());
  return {
    look,
    standing,
    reach: (asked, seconds) =>
      until(
        `${peer.namespace}: it stands in ${asked.join(' or ')}`,
        async () => {
          const now = await standing();
          return now && asked.includes(now.at) ? now : undefined;
        },
        seconds,
      ),
  };
}
