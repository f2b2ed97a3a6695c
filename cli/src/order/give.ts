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

/** How long to wait, in seconds. */
export interface Patience {
  /** Until the operator has begun, at most. */
  readonly begunSeconds: number;
  /** Until it is done or refused. */
  readonly doneSeconds: number;
}

/**
 * Waits until the operator has done or refused the order; `hears` of each thing that it says meanwhile. When the time is
 * over it answers what was so last: `Waiting`, or `InProgress`. An API server that is away for a moment is asked again.
 */
export async function answered(
  api: Api,
  world: SpaceTime,
  given: Given,
  clock: Clock,
  patience: Patience,
  hears: (message: string) => void,
): Promise<Outcome> {
  const { namespace, name } = world.metadata;
  const begun = clock.now();
  let last: Outcome = { result: 'Waiting', message: '' };
  for (;;) {
    const seen = await api.world(namespace, name).catch(patient);
    const now = seen ? outcomeOf(given, seen) : last;
    if (now.result === 'InProgress' && now.message !== last.message) hears(now.message);
    last = now;
    if (clock.now() - begun >= secondsFor(last, patience) * 1000) return last;
    await clock.after(pollMilliseconds);
  }
}

/** How long to wait in all while this is the answer. */
const secondsFor = ({ result }: Outcome, { begunSeconds, doneSeconds }: Patience): number =>
  ({ Waiting: Math.min(begunSeconds, doneSeconds), InProgress: doneSeconds, Done: 0, Refused: 0 })[result];

function patient(error: unknown): undefined {
  if (error instanceof Unavailable || error instanceof Throttled) return undefined;
  throw error;
}
