import { apiVersion, kind } from '../../operator/src/api/identity.ts';
import type { HeldRevision } from '../../operator/src/api/status/history.ts';
import type { SpaceTimeStatus } from '../../operator/src/api/status.ts';
import { objectPath, resources } from '../../operator/src/kube/resources.ts';
import type { KubeObject, Service, Stored } from '../../operator/src/kube/types.ts';
import type { Cluster } from './cluster.ts';
import { kubectl } from './kubectl.ts';
import { until } from './until.ts';

interface SpaceTime extends KubeObject {
  readonly spec: Readonly<Record<string, unknown>>;
  readonly status?: SpaceTimeStatus;
}

/** A SpaceTime whose status speaks of its present spec. */
interface Seen {
  readonly object: Stored<SpaceTime>;
  readonly status: SpaceTimeStatus;
}

/** One world, as its user sees it. */
export interface World {
  readonly namespace: string;
  readonly name: string;
  /** Applies the whole spec with kubectl; answers when, in milliseconds since the epoch. */
  apply(spec: object): Promise<number>;
  read(): Promise<Stored<SpaceTime> | undefined>;
  /** Waits until the operator has answered to the present spec with what `holds` asks for. */
  until(what: string, holds: (seen: Seen) => boolean, seconds?: number): Promise<Seen>;
  /** Waits until the spec that was applied last has all users, or is held. */
  settled(seconds?: number): Promise<Seen>;
  /** Waits until the spec that was applied last has all users. Throws why, when it is held. */
  released(seconds?: number): Promise<Seen>;
  /** Where visitors find it, from this machine. */
  address(): Promise<string>;
}

/** The world of this name; it need not exist yet. */
export function world(cluster: Cluster, namespace: string, name: string): World {
  const path = objectPath(resources.spaceTimes, namespace, name);
  const read = () => cluster.read<SpaceTime>(path);
  const untilSeen: World['until'] = (what, holds, seconds) =>
    until(
      `${namespace}/${name}: ${what}`,
      async () => {
        const object = await read();
        const seen = upToDate(object);
        if (seen && holds(seen)) return seen;
        throw new Error(standing(object));
      },
      seconds,
    );
  const settled: World['settled'] = (seconds) =>
    untilSeen('the release ends', ({ status }) => isPromoted(status) || isHeld(status), seconds);
  return {
    namespace,
    name,
    read,
    settled,
    released: async (seconds) => {
      const seen = await settled(seconds);
      const hold = isHeld(seen.status) ? holdOf(seen.status) : undefined;
      if (!hold) return seen;
      const { reason, phase, message, evidence } = hold;
      throw new Error(
        `${namespace}/${name} was undone in ${phase}, ${reason}: ${message} ${JSON.stringify(evidence)}`,
      );
    },
    until: untilSeen,
    apply: async (spec) => {
      const at = Date.now();
      const object = { apiVersion, kind, metadata: { name, namespace }, spec };
      await kubectl(['apply', '-f', '-'], JSON.stringify(object));
      return at;
    },
    address: () =>
      until(`An address of ${namespace}/${name}`, async () => {
        const service = await cluster.read<Service>(objectPath(resources.services, namespace, name));
        return service?.spec?.clusterIP ? `http://${service.spec.clusterIP}` : undefined;
      }),
  };
}

function upToDate(object: Stored<SpaceTime> | undefined): Seen | undefined {
  if (!object?.status) return undefined;
  const { status, metadata } = object;
  return status.observedGeneration === metadata.generation ? { object, status } : undefined;
}

/** Where a world stands, in a sentence. */
function standing(object: Stored<SpaceTime> | undefined): string {
  if (!object) return 'There is no such SpaceTime.';
  const { phase = 'no phase', observedGeneration = 0, conditions = [] } = object.status ?? {};
  const ready = conditions.find(({ type }) => type === 'Ready');
  const seen = `generation ${object.metadata.generation}, of which ${observedGeneration} was seen`;
  return `it stands in ${phase} (${seen}); ${ready?.message ?? 'nothing is said about it.'}`;
}

/** Whether users have what the spec asks for. */
export const isPromoted = ({ phase, stableRevision, desiredRevision }: SpaceTimeStatus): boolean =>
  phase === 'Stable' && stableRevision === desiredRevision;

/** Whether what the spec asks for was rejected, and users have what they had. */
const isHeld = (status: SpaceTimeStatus): boolean =>
  status.phase === 'RolledBack' && holdOf(status) !== undefined;

/** Why the revision that the spec asks for is held; undefined when it is not. */
export const holdOf = ({ heldRevisions, desiredRevision }: SpaceTimeStatus): HeldRevision | undefined =>
  heldRevisions.find(({ name }) => name === desiredRevision);
