import type { Notice } from '../api/status/notifications.ts';
import type { Key } from '../kube/cluster.ts';
import type { Owner } from '../plan/owner.ts';
import { overKey } from '../status/notices.ts';

/** One notice on its way to one notification. */
export interface Delivery {
  /** The SpaceTime as it was last seen. */
  owner: Owner;
  readonly notice: Notice;
  /** Of the notification. */
  readonly name: string;
  /** From 1. */
  attempt: number;
  isOver: boolean;
}

/** The deliveries that are recorded and known here. */
export interface Deliveries {
  get(key: string): Delivery | undefined;
  /** Keeps what is recorded for a world and forgets the rest. Answers the keys that are new. */
  keep(owner: Owner, notices: readonly Notice[]): readonly string[];
  /** What is over, as `overKey` names it. */
  over(uid: string): ReadonlySet<string>;
  forget(key: Key): void;
}

export function createDeliveries(): Deliveries {
  const known = new Map<string, Delivery>();
  const forgetAll = (isWanted: (delivery: Delivery, key: string) => boolean) => {
    for (const [key, delivery] of known) if (!isWanted(delivery, key)) known.delete(key);
  };
  return {
    get: (key) => known.get(key),
    keep: (owner, notices) => {
      const wanted = deliveriesOf(owner, notices);
      forgetAll((delivery, key) => delivery.owner.uid !== owner.uid || wanted.has(key));
      const added = [...wanted].filter(([key]) => !known.has(key));
      for (const [key, delivery] of added) known.set(key, delivery);
      for (const delivery of known.values()) if (delivery.owner.uid === owner.uid) delivery.owner = owner;
      return added.map(([key]) => key);
    },
    over: (uid) =>
      new Set(
        [...known.values()]
          .filter(({ owner, isOver }) => isOver && owner.uid === uid)
          .map(({ notice, name }) => overKey(notice.id, name)),
      ),
    forget: ({ namespace, name }) =>
      forgetAll(({ owner }) => owner.namespace !== namespace || owner.name !== name),
  };
}

const deliveriesOf = (owner: Owner, notices: readonly Notice[]): ReadonlyMap<string, Delivery> =>
  new Map(
    notices.flatMap((notice) =>
      notice.to.map((name) => [
        `${owner.uid}/${overKey(notice.id, name)}`,
        { owner, notice, name, attempt: 1, isOver: false },
      ]),
    ),
  );
