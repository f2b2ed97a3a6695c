import { quantity } from '../api/quantity.ts';
import { databaseName } from './credentials.ts';
import { credentialsOf, type DatabaseFound, type ExternalFound, type ManagedFound } from './databaseFound.ts';
import type { WantedDatabase } from './databaseObjects.ts';
import { settingsOf } from './databaseSet.ts';
import { connectionsFor } from './databaseStart.ts';
import type { ManagedDatabase, Owner } from './owner.ts';
import type { Refusal } from './tokenPlan.ts';

export interface DatabasePlan {
  readonly mode: 'Managed' | 'External';
  /** What to apply; absent for a database of the user's, and while one cannot be run. */
  readonly wanted?: WantedDatabase;
  /** Whether the pod was made from settings that are not the spec's any more, and its successor would have them. */
  readonly restarts: boolean;
  /** What is wrong with the Secret. */
  readonly refusal?: Refusal<'NotFound' | 'KeyMissing'>;
  /** An object of somebody else's in the place of ours, as a sentence. */
  readonly nameTaken?: string;
  /** More connections than the server takes, as a sentence. */
  readonly tooMany?: string;
}

/** What to do about the database that the spec asks for. */
export const databasePlan = (owner: Owner, found: DatabaseFound): DatabasePlan =>
  found.is === 'External' ? externalPlan(found) : managedPlan(owner, found);

function externalPlan({ secretName, key, secretExists, url }: ExternalFound): DatabasePlan {
  const plan = { mode: 'External', restarts: false } as const;
  if (url) return plan;
  const refusal: DatabasePlan['refusal'] = secretExists
    ? {
        reason: 'KeyMissing',
        message: `Secret ${secretName}, key ${key}: it is not there; put the database's URL there.`,
      }
    : {
        reason: 'NotFound',
        message: `Secret ${secretName}: it does not exist; create it with the database's URL in the key ${key}.`,
      };
  return { ...plan, refusal };
}

function managedPlan(owner: Owner, found: ManagedFound): DatabasePlan {
  const plan = { mode: 'Managed', restarts: false } as const;
  const { managed } = owner.spec.database;
  const nameTaken = takenName(owner, found);
  if (nameTaken) return { ...plan, nameTaken };
  const credentials = credentialsOf(owner, found);
  if (!credentials || !managed) return { ...plan, refusal: lost(databaseName(owner), found) };
  const wanted = { managed, credentials, ...imageOf(managed, found), ...volumeOf(managed, found) };
  const tooMany = tooManyConnections(owner, managed);
  return { ...plan, wanted, restarts: isOutdated(found, settingsOf(wanted)), ...(tooMany && { tooMany }) };
}

function takenName(owner: Owner, { secret, volume }: ManagedFound): string | undefined {
  const taken = [
    ...(secret?.isOurs === false ? ['Secret'] : []),
    ...(volume?.isOurs === false ? ['PersistentVolumeClaim'] : []),
  ];
  if (taken.length === 0) return undefined;
  return `${taken.join(' and ')} ${databaseName(owner)}: it exists and is not the operator's; remove it, or name the world otherwise.`;
}

const isOutdated = ({ pod, nextSettings }: ManagedFound, settings: string): boolean =>
  nextSettings === settings && pod?.isEnding === false && pod.settings !== settings;

const lost = (name: string, { secret }: ManagedFound): Refusal<'NotFound' | 'KeyMissing'> =>
  secret
    ? {
        reason: 'KeyMissing',
        message: `Secret ${name}: keys were removed, and the volume ${name} cannot be opened without them; restore it.`,
      }
    : {
        reason: 'NotFound',
        message: `Secret ${name}: it is gone, and the volume ${name} cannot be opened without it; restore it, or delete the PersistentVolumeClaim ${name} to begin with an empty database.`,
      };

/** Data goes on with the image that it was last used with: that of the operator may be of another major version. */
const imageOf = (managed: ManagedDatabase, { volume, defaultImage }: ManagedFound) => ({
  image: managed.image ?? volume?.image ?? defaultImage,
});

/** A volume that was retained may be larger than the spec says, and of another class; neither can be changed back. */
function volumeOf(
  { storage }: ManagedDatabase,
  { volume }: ManagedFound,
): Pick<WantedDatabase, 'size' | 'className'> {
  if (!volume)
    return { size: storage.size, ...(storage.storageClassName && { className: storage.storageClassName }) };
  return {
    size: quantity(volume.size) > quantity(storage.size) ? volume.size : storage.size,
    ...(volume.className !== undefined && { className: volume.className }),
  };
}

/** Connections that the server keeps for its superuser. */
const reservedConnections = 3;

/** In a release two revisions have all their pods for a while. */
function tooManyConnections({ spec }: Owner, { resources }: ManagedDatabase): string | undefined {
  const { memory } = resources.limits;
  const most = Math.max(spec.replicas, spec.autoscaling?.maxReplicas ?? 0);
  const asked = 2 * most * spec.database.connectionsPerPod;
  const taken = connectionsFor(memory) - reservedConnections;
  if (asked <= taken) return undefined;
  return `database.connectionsPerPod: two revisions of ${most} pods may have ${asked} connections, and a server of ${memory} takes ${taken}; lower it, or raise database.managed.resources.limits.memory.`;
}
