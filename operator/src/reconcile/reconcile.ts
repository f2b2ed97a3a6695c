import { isDeepStrictEqual } from 'node:util';
import { finalizer } from '../api/identity.ts';
import type { SpaceTimeStatus } from '../api/status.ts';
import { type Result, settled } from '../controller/result.ts';
import type { Key } from '../kube/cluster.ts';
import type { OnTrial, Rollout } from '../rollout/rollout.ts';
import { onTrial } from '../rollout/rollout.ts';
import { withProblem } from '../status/problem.ts';
import { type Acting, act } from './act.ts';
import { decide, type Plan } from './decide.ts';
import type { Observed } from './observed.ts';
import { problemOf } from './problem.ts';

export interface Ports extends Acting {
  observe(key: Key): Promise<Observed | undefined>;
  /** Watches the candidate's pods while it is on trial. */
  follow(observed: Observed, trial: OnTrial): void;
  forget(key: Key): void;
  /** Whether the caches do not show yet what was last written for this SpaceTime. */
  isBehind(uid: string): boolean;
}

/** Seconds until a cache that is behind is looked at again; usually it is there before. */
const behindSeconds = 0.2;

/** Look, decide, record, act. The decision is recorded first, so a crash between the two repeats the act, not the decision. */
export async function reconcile(key: Key, ports: Ports): Promise<Result> {
  const observed = await ports.observe(key);
  if (!observed || observed.object.metadata.deletionTimestamp) return end(key, observed, ports);
  if (ports.isBehind(observed.owner.uid)) return { requeueAfterSeconds: behindSeconds };
  if (!observed.object.metadata.finalizers?.includes(finalizer)) {
    await ports.cluster.addFinalizer(observed.object, finalizer);
    return settled;
  }
  const plan = decide(observed);
  const version = await record(plan, observed, ports);
  try {
    await act(plan, observed, ports);
  } catch (error) {
    await recordProblem(plan.status, { ...observed, object: version }, error, ports);
    throw error;
  }
  return plan.result;
}

/** Writes the status if it says anything new, then what there is to announce; then the watch follows the decision. */
async function record(plan: Plan, observed: Observed, ports: Ports): Promise<Observed['object']> {
  const { object, status } = observed;
  const changed = !isDeepStrictEqual(status, plan.status);
  const resourceVersion = changed
    ? await ports.cluster.recordStatus(object, plan.status)
    : object.metadata.resourceVersion;
  for (const announcement of plan.announcements) await ports.cluster.emit(object, announcement);
  followRollout(plan.rollout, observed, ports);
  return { ...object, metadata: { ...object.metadata, resourceVersion } };
}

function followRollout(rollout: Rollout, observed: Observed, ports: Ports): void {
  if (onTrial(rollout)) ports.follow(observed, rollout);
  else ports.forget(observed.owner);
}

/** What the API server would not take is told in the status; that telling may itself fail changes nothing. */
async function recordProblem(
  status: SpaceTimeStatus,
  observed: Observed,
  error: unknown,
  { cluster }: Ports,
): Promise<void> {
  const told = withProblem(status, problemOf(error), observed.now);
  if (isDeepStrictEqual(status, told)) return;
  await cluster.recordStatus(observed.object, told).catch(() => undefined);
}

/** A SpaceTime that goes: no release goes on, and the owner references do the rest. */
async function end(key: Key, observed: Observed | undefined, { cluster, forget }: Ports): Promise<Result> {
  forget(key);
  if (observed) await cluster.removeFinalizer(observed.object, finalizer);
  return settled;
}
