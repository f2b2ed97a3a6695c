import type { Clock } from '../../../operator/src/clock.ts';
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
}

const tickMilliseconds = 1000;

/** Looks at a world whenever it or one of its pods changes, and each second, until the signal fires. */
export async function* follow(
  { connection }: Api,
  world: SpaceTime,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<Look> {
  const { namespace, name } = world.metadata;
  let changed = Promise.withResolvers<void>();
  const options = {
    connection,
    clock,
    random: Math.random,
    // What interrupts the watch is not worth a line in the middle of a drawing: it goes on by itself.
    log: createLogger('silent'),
    onChange: () => changed.resolve(),
  };
  const worlds = reflect({ ...options, namespace, resource: resources.spaceTimes as Resource<SpaceTime> });
  const pods = reflect({ ...options, ...selected(world), resource: resources.pods });
  const running = Promise.all([worlds.start(signal), pods.start(signal)]);
  while (!signal.aborted) {
    if (worlds.hasSynced()) yield { world: worlds.get(namespace, name), pods: pods.list() };
    await Promise.race([changed.promise, clock.after(tickMilliseconds, signal).catch(() => undefined)]);
    changed = Promise.withResolvers<void>();
  }
  await running;
}
