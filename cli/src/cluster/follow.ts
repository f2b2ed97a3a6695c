import type { Clock } from '../../../operator/src/clock.ts';
import { Unavailable } from '../../../operator/src/kube/errors.ts';
import { reflect } from '../../../operator/src/kube/reflector.ts';
import { type Resource, resources } from '../../../operator/src/kube/resources.ts';
import type { Pod } from '../../../operator/src/kube/types.ts';
import { createLogger } from '../../../operator/src/log.ts';
import type { SpaceTime } from '../spaceTime.ts';
import { type Api, selected } from './api.ts';

/** One look at a world. */
export interface Look {
  /** Absent once it was deleted. */
  readonly world: SpaceTime | undefined;
  readonly pods: readonly Pod[];
  /** For how long the API server has not answered; 0 while it does. */
  readonly silentMilliseconds: number;
}

const tickMilliseconds = 1000;

/** Looks at a world whenever it or one of its pods changes, and each second, until the signal fires. */
export async function* follow(
  api: Api,
  world: SpaceTime,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<Look> {
  const { namespace, name } = world.metadata;
  let changed = Promise.withResolvers<void>();
  const options = {
    connection: api.connection,
    clock,
    random: Math.random,
    // What interrupts the watch is not worth a line in the middle of a drawing: it goes on by itself.
    log: createLogger('silent'),
    onChange: () => changed.resolve(),
  };
  const worlds = reflect({ ...options, namespace, resource: resources.spaceTimes as Resource<SpaceTime> });
  const pods = reflect({ ...options, ...selected(world), resource: resources.pods });
  const running = Promise.all([worlds.start(signal), pods.start(signal)]);
  const silentMilliseconds = silence(api, world, clock);
  while (!signal.aborted) {
    if (worlds.hasSynced())
      yield {
        world: worlds.get(namespace, name),
        pods: pods.list(),
        silentMilliseconds: silentMilliseconds(),
      };
    await Promise.race([changed.promise, clock.after(tickMilliseconds, signal).catch(() => undefined)]);
    changed = Promise.withResolvers<void>();
  }
  await running;
}

/**
 * Asks the API server each time, and answers for how long it has not answered: a watch on which nothing comes looks like a
 * world in which nothing happens.
 */
function silence(api: Api, { metadata: { namespace, name } }: SpaceTime, clock: Clock): () => number {
  let askedAt: number | undefined;
  let silentSince: number | undefined;
  const ask = async (): Promise<void> => {
    askedAt = clock.now();
    const isAway = await api.world(namespace, name).then(
      () => false,
      (error: unknown) => error instanceof Unavailable,
    );
    silentSince = isAway ? (silentSince ?? askedAt) : undefined;
    askedAt = undefined;
  };
  return () => {
    if (askedAt === undefined) void ask();
    return silentSince === undefined ? 0 : clock.now() - silentSince;
  };
}
