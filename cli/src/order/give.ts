import type { Clock } from '../../../operator/src/clock.ts';
import { Throttled, Unavailable } from '../../../operator/src/kube/errors.ts';
import type { Api } from '../cluster/api.ts';
import type { SpaceTime } from '../spaceTime.ts';
import { commandValue, type Order, patchOf } from './order.ts';
import { type Given, type Outcome, outcomeOf } from './outcome.ts';

/** Writes the order down, once; the operator finds it there. */
export async function give(api: Api, world: SpaceTime, order: Order, clock: Clock): Promise<Given> {
  const now = clock.date();
  const stored = await api.patch(world, patchOf(order, now));
  const value = order.by === 'Annotation' ? commandValue(order.target, now) : '';
  return { order, value, generation: stored.metadata.generation ?? 0 };
}

const pollMilliseconds = 250;

/**
 * Waits until the operator has done or refused the order. When the time is over it answers what was so last: `Waiting`,
 * or `InProgress`. An API server that is away for a moment is asked again.
 */
export async function answered(
  api: Api,
  world: SpaceTime,
  given: Given,
  clock: Clock,
  timeoutSeconds: number,
): Promise<Outcome> {
  const { namespace, name } = world.metadata;
  const deadline = clock.now() + timeoutSeconds * 1000;
  let last: Outcome = { result: 'Waiting', message: '' };
  for (;;) {
    const seen = await api.world(namespace, name).catch(patient);
    if (seen) last = outcomeOf(given, seen);
    if (last.result === 'Done' || last.result === 'Refused' || clock.now() >= deadline) return last;
    await clock.after(pollMilliseconds);
  }
}

function patient(error: unknown): undefined {
  if (error instanceof Unavailable || error instanceof Throttled) return undefined;
  throw error;
}
