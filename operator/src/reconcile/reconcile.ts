import { isDeepStrictEqual } from 'node:util';
import { finalizer } from '../api/identity.ts';
import type { SpaceTimeStatus } from '../api/status.ts';
import { type Result, settled } from '../controller/result.ts';
import type { Key } from '../kube/cluster.ts';
import type { Stored } from '../kube/types.ts';
import { isWatchable, type Watchable } from '../rollout/roles.ts';
import type { Rollout } from '../rollout/rollout.ts';
import { retainedData } from '../status/databaseEvents.ts';
import { problemIn } from '../status/problem.ts';
import { type Acting, act } from './act.ts';
import { decide, type Plan } from './decide.ts';
import type { Observed } from './observed.ts';
import { problemOf } from './problem.ts';

export interface Ports extends Acting {
  /** The SpaceTime as it is cached, whatever it says. */
  find(key: Key): Stored | undefined;
  observe(key: Key): Promise<Observed | undefined>;
  /** Watches the pods of a trial, or of what is stable. */
  follow(observed: Observed, trial: Watchable): void;
  forget(key: Key): void;
  /** Told of each decision after its status was written, whether it says anything new or not; it must not take long. */
  recorded(observed: Observed, status: SpaceTimeStatus): void;
  /** The SpaceTime is gone, or goes. */
  ended(key: Key): void;
  /** Whether the caches do not show yet what was last written for this SpaceTime. */
  isBehind(uid: string): boolean;
}

/** Seconds until a cache that is behind is looked at again; usually it is there before. */
const behindSeconds = 0.2;

/** Look, decide, record, act. The decision is recorded first, so a crash between the two repeats the act, not the decision. */
export async function reconcile(key: Key, ports: Ports): Promise<Result> {
  const object = ports.find(key);
  if (!object || object.metadata.deletionTimestamp) return end(key, object, ports);
  const observed = await ports.observe(key);
  if (!observed) return end(key, undefined, ports);
  if (ports.isBehind(observed.owner.uid)) return { requeueAfterSeconds: behindSeconds };
  if (!observed.object.metadata.finalizers?.includes(finalizer)) {
    await ports.cluster.addFinalizer(observed.object, finalizer);
    return settled;
  }
  const known = problemIn(observed.status);
  const plan = decide(observed, known);
  const recorded = await record(plan, observed, ports);
  try {
    await act(plan, observed, ports);
  } catch (error) {
    const { status } = decide(observed, problemOf(error));
    await recordStatus(recorded, status, ports).catch(() => undefined);
    throw error;
  }
  if (known) await recordStatus(recorded, decide(observed).status, ports);
  return plan.result;
}

/** Writes the status, then what there is to announce; then the watch follows the decision. */
async function record(plan: Plan, observed: Observed, ports: Ports): Promise<Recorded> {
  const before = { object: observed.object, status: observed.status };
  const recorded = await recordStatus(before, plan.status, ports);
  ports.recorded(observed, plan.status);
  for (const announcement of plan.announcements) await ports.cluster.emit(observed.object, announcement);
  followRollout(plan.rollout, observed, ports);
  return recorded;
}

/** A SpaceTime and the status that it has, or was last given. */
interface Recorded {
  readonly object: Observed['object'];
  readonly status: SpaceTimeStatus;
}

/** Writes the status if it says anything new. */
async function recordStatus(
  { object, status: before }: Recorded,
  status: SpaceTimeStatus,
  { cluster }: Ports,
): Promise<Recorded> {
  if (isDeepStrictEqual(before, status)) return { object, status };
  const resourceVersion = await cluster.recordStatus(object, status);
  return {
    object: { ...object, status, metadata: { ...object.metadata, resourceVersion } } as Stored,
    status,
  };
}

function followRollout(rollout: Rollout, observed: Observed, ports: Ports): void {
  if (isWatchable(rollout)) ports.follow(observed, rollout);
  else ports.forget(observed.owner);
}

/** A SpaceTime that goes, even with a spec that cannot be read: no release goes on, and owner references do the rest. */
async function end(key: Key, object: Stored | undefined, ports: Ports): Promise<Result> {
  const { cluster } = ports;
  ports.forget(key);
  ports.ended(key);
  if (!object) return settled;
  const announcement = retainedData(object);
  if (announcement && object.metadata.finalizers?.includes(finalizer))
    await cluster.emit(object, announcement);
  await cluster.removeFinalizer(object, finalizer);
  return settled;
}
