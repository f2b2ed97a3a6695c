import type { Cluster } from './cluster.ts';
import { type Difference, difference, type Objects, objectsIn } from './objects.ts';
import { isRestored, restoration } from './restoration.ts';
import { until } from './until.ts';
import { holdOf, isPromoted, type World } from './world.ts';

/** What the operator made of a spec, and what came after. Times are milliseconds since the epoch. */
export interface Shipped {
  readonly revision: string;
  readonly verdict: 'Released' | 'Undone';
  /** Why, in one word and in a sentence. */
  readonly reason: string;
  readonly message: string;
  readonly from: number;
  readonly decidedAt: number;
  readonly to: number;
  /** What comparing the objects of the world gave, and applying a held spec again; sentences. */
  readonly notes: readonly string[];
  /** Whether every object of the world is what it was before. */
  readonly restored: boolean;
}

/** Where a release is shipped to. */
export interface Stage {
  readonly cluster: Cluster;
  readonly world: World;
  /** The spec that users have, and to which its user goes back after a release was undone. */
  readonly goodSpec: object;
  /** Told of each step, for people. */
  readonly say: (text: string) => void;
}

/** Applies a spec as its user would, waits for the verdict, and then does what a user does after it. */
export async function ship(spec: object, stage: Stage): Promise<Shipped> {
  const { cluster, world } = stage;
  const before = await calm(cluster, world);
  const from = await world.apply(spec);
  const { status } = await world.settled(300);
  const shipped = { from, revision: status.desiredRevision ?? '' };
  const hold = holdOf(status);
  if (isPromoted(status) || !hold) {
    const told = { verdict: 'Released', reason: 'Stable', message: 'It has all users.' } as const;
    const decidedAt = Date.now();
    await calm(cluster, world);
    return { ...shipped, ...told, decidedAt, to: Date.now(), notes: [], restored: false };
  }
  const after = await putBack(spec, before, stage);
  return {
    ...shipped,
    verdict: 'Undone',
    reason: hold.reason,
    message: hold.message,
    decidedAt: Date.parse(hold.since),
    ...after,
    to: Date.now(),
  };
}

/** Its user puts the good spec back, then tries the rejected one again: neither changes anything. */
async function putBack(rejected: object, before: Objects, { cluster, world, goodSpec, say }: Stage) {
  await world.apply(goodSpec);
  await world.until('the good spec is back', ({ status }) => isPromoted(status));
  const back = await restored(cluster, world, before);
  say('the rejected spec is applied again');
  const kept = await calm(cluster, world);
  await world.apply(rejected);
  await world.until('the spec is rejected again', ({ status }) => holdOf(status) !== undefined);
  await world.apply(goodSpec);
  await world.until('the good spec is back', ({ status }) => isPromoted(status));
  const again = difference(kept, await calm(cluster, world));
  return {
    restored: isRestored(back) && isRestored(again),
    notes: [
      `Afterwards, ${restoration(back)}`,
      `Applied again, ${isRestored(again) ? 'it changed nothing: it stays held.' : restoration(again)}`,
    ],
  };
}

/**
 * Waits until pods that were asked to go are gone, and answers how the world then differs from before; after three minutes it
 * answers how it still differs.
 */
export async function restored(
  cluster: Cluster,
  { namespace }: Pick<World, 'namespace'>,
  before: Objects,
): Promise<Difference> {
  let found = difference(before, await objectsIn(cluster, namespace));
  await until('The world is what it was', async () => {
    found = difference(before, await objectsIn(cluster, namespace));
    return isRestored(found) ? true : undefined;
  }).catch(() => undefined);
  return found;
}

/** Waits until nothing moves: two looks half a second apart show the same. */
export async function calm(cluster: Cluster, { namespace }: World): Promise<Objects> {
  let last = await objectsIn(cluster, namespace);
  return until('The world comes to rest', async () => {
    const now = await objectsIn(cluster, namespace);
    const { changed, gone, added } = difference(last, now);
    last = now;
    return [...changed, ...gone, ...added].length === 0 && !isLeaving(now) ? now : undefined;
  });
}

const isLeaving = (objects: Objects): boolean =>
  [...objects.values()].some((text) => text.includes('"deletionTimestamp"'));
