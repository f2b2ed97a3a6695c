import type { Resource } from './resources.ts';
import type { KubeObject, Pod, Stored } from './types.ts';

/** The name of a namespaced object, and the only thing that a reconcile is told. */
export interface Key {
  readonly namespace: string;
  readonly name: string;
}

/** Something worth telling the user once. `reason` is CamelCase, the same word as the condition's. */
export interface Announcement {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

/**
 * Everything reconcile may do to the cluster. One implementation talks to the API server, one is a record in tests.
 * Every method but `read` and `emit` rejects with an error of `errors.ts` or with `LeaseLost`, and names the object.
 */
export interface Cluster {
  /**
   * Server-side apply with force: our fields become exactly these, everybody else's stay. Writes nothing when they are that already.
   * An object that changed since it was seen is a `Conflict`; one that is not ours is `NameTaken`. Answers what is stored.
   */
  apply<T extends KubeObject>(child: T): Promise<Stored<T>>;

  /** Deletes the child if the live object is still owned by `ownerUid`; one that is gone, or not ours, is left alone. */
  remove(child: KubeObject, ownerUid: string): Promise<void>;

  /** Removes every one of `existing` that is owned by `ownerUid` and is not among `keep` (compared by kind and name). */
  prune(ownerUid: string, existing: readonly KubeObject[], keep: readonly KubeObject[]): Promise<void>;

  /** The live object, not the cached one; undefined when there is none. */
  read<T extends KubeObject>(
    resource: Resource<T>,
    namespace: string,
    name: string,
  ): Promise<Stored<T> | undefined>;

  /** Replaces the status of exactly this version of the object (else `Conflict`). Answers the new resourceVersion. */
  recordStatus(object: KubeObject, status: object): Promise<string>;

  /** Adds the finalizer to exactly this version of the object (else `Conflict`). Answers the new resourceVersion. */
  addFinalizer(object: KubeObject, finalizer: string): Promise<string>;

  /** Removes this finalizer and no other; does nothing when the object or the finalizer is gone. */
  removeFinalizer(object: KubeObject, finalizer: string): Promise<void>;

  /** Writes an Event about the object. Never rejects: an announcement that cannot be made is logged. */
  emit(object: KubeObject, announcement: Announcement): Promise<void>;

  /** Says of exactly this pod (by uid) when its ReplicaSet is to give it up, or nothing; one that is gone already is fine. */
  setDeletionCost(pod: Pod, cost: string | undefined): Promise<void>;

  /** Deletes exactly this pod (by uid); one that is gone already is fine. */
  deletePod(pod: Pod): Promise<void>;
}
