import type { Finding } from '../api/conditions.ts';
import type { Condition, DatabaseStatus } from '../api/status/world.ts';
import type { DatabaseFound, ManagedFound } from '../plan/databaseFound.ts';
import type { DatabasePlan } from '../plan/databasePlan.ts';

export type DatabaseFinding = Extract<Finding, { type: 'DatabaseReady' }>;

/** What the finding depends on besides the database itself. */
export interface DatabaseMoment {
  readonly now: Date;
  /** The condition as it was told last. */
  readonly before: Condition | undefined;
  /** Whether a revision serves, so that the database was there once. */
  readonly serves: boolean;
}

/** Seconds without an answer that a restart may take, and that a first start with a large image may take. */
const restartSeconds = 60;
const firstStartSeconds = 300;
/** Seconds in which a volume is made where nothing is wrong. */
const volumeSeconds = 20;

const type = 'DatabaseReady';

/** Whether the database takes connections, as far as its pod tells. */
export function databaseFinding(
  found: DatabaseFound,
  plan: DatabasePlan,
  moment: DatabaseMoment,
): DatabaseFinding {
  if (found.is === 'External') return external(found.secretName, plan);
  const starting = { type, status: 'Unknown', reason: 'Starting' } as const;
  if (plan.refusal ?? plan.nameTaken)
    return {
      ...starting,
      message: 'Managed database: it waits for what SecretsReady or ConfigurationValid asks for.',
    };
  return managed(found, plan, moment);
}

function external(secretName: string, { refusal }: DatabasePlan): DatabaseFinding {
  return refusal
    ? {
        type,
        status: 'Unknown',
        reason: 'Starting',
        message: `External database: its URL is not known; ${refusal.message}`,
      }
    : {
        type,
        status: 'True',
        reason: 'Ready',
        message: `External database: its URL is that of Secret ${secretName}.`,
      };
}

function managed(found: ManagedFound, plan: DatabasePlan, moment: DatabaseMoment): DatabaseFinding {
  const { pod } = found;
  if (pod?.isReady && !plan.restarts)
    return { type, status: 'True', reason: 'Ready', message: 'Managed database: it takes connections.' };
  if (plan.restarts || (moment.before?.reason === 'Maintenance' && pod && !pod.trouble))
    return {
      type,
      status: 'True',
      reason: 'Maintenance',
      message: 'Managed database: it restarts with the settings of the spec; writes are refused meanwhile.',
    };
  return unanswered(found, moment);
}

function unanswered({ pod, volume }: ManagedFound, moment: DatabaseMoment): DatabaseFinding {
  const unbound = volume && !volume.isBound && secondsSince(volume.createdAt, moment) > volumeSeconds;
  if (unbound)
    return {
      type,
      status: 'False',
      reason: 'VolumePending',
      message:
        'Managed database: it has no volume yet; look at the events of its PersistentVolumeClaim, and whether the cluster has a default storage class.',
    };
  if (pod?.trouble)
    return { type, status: 'False', reason: 'Unavailable', message: `Managed database: ${pod.trouble}.` };
  return isLate(moment)
    ? {
        type,
        status: 'False',
        reason: 'Unavailable',
        message: 'Managed database: it takes no connections; look at the log and the events of its pod.',
      }
    : { type, status: 'Unknown', reason: 'Starting', message: 'Managed database: it starts.' };
}

/** Not ready since the condition last was True, or since it was first told. */
function isLate(moment: DatabaseMoment): boolean {
  const { before, serves } = moment;
  if (!before || before.status === 'True') return false;
  return (
    before.status === 'False' ||
    secondsSince(before.lastTransitionTime, moment) >= (serves ? restartSeconds : firstStartSeconds)
  );
}

const secondsSince = (time: string, { now }: DatabaseMoment): number =>
  (now.getTime() - Date.parse(time)) / 1000;

/** The database as status shows it. */
export const databaseStatus = ({ mode, wanted }: DatabasePlan): DatabaseStatus => ({
  mode,
  ...(wanted && { image: wanted.image, storageSize: wanted.size }),
});
