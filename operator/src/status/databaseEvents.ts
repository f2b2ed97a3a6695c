import type { EventReason } from '../api/events.ts';
import { parseSpec } from '../api/spacetime.ts';
import type { Condition } from '../api/status/world.ts';
import type { KubeObject } from '../kube/types.ts';
import { databaseName } from '../plan/credentials.ts';
import type { DatabaseFinding } from './database.ts';
import { type Announcement, announce } from './events.ts';

/** What a step from one state of the database to another means; `stable` is the revision that has users, if any has. */
export function databaseAnnouncements(
  before: Condition | undefined,
  after: DatabaseFinding,
  stable: string | undefined,
): readonly Announcement[] {
  const reason = after.reason === 'Maintenance' ? 'DatabaseMaintenance' : change(before, after, stable);
  return !reason || before?.reason === after.reason ? [] : [announce(reason, after.message)];
}

function change(
  before: Condition | undefined,
  after: DatabaseFinding,
  stable: string | undefined,
): EventReason | undefined {
  const was = before?.status ?? 'Unknown';
  if (after.status === was) return undefined;
  if (after.status === 'True') return stable ? 'DatabaseRecovered' : 'DatabaseCreated';
  return was === 'False' ? undefined : 'DatabaseUnavailable';
}

/** What stays of a world that goes; absent when nothing does, or its spec cannot be read. */
export function retainedData(object: KubeObject & { readonly spec?: unknown }): Announcement | undefined {
  const name = databaseName(object.metadata);
  const message = `Secret ${name} and PersistentVolumeClaim ${name} are retained; a SpaceTime of this name finds them.`;
  try {
    const { managed } = parseSpec(object.spec).database;
    return managed?.deletionPolicy === 'Retain' ? announce('DataRetained', message) : undefined;
  } catch {
    return undefined;
  }
}
