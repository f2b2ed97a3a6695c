import { type Command, commandAnnotations } from '../api/identity.ts';
import type { CommandRecord } from '../api/status/world.ts';
import type { KubeObject } from '../kube/types.ts';

export interface Commands {
  /** Every command with its last value, as status records it. */
  readonly records: readonly CommandRecord[];
  /** Commands whose value is new: they run now, once. */
  readonly fresh: ReadonlySet<Command>;
}

const notRun = { result: 'Refused', message: 'Found on a new object, so it was not run.' } as const;

/** What a command depends on besides its annotation. */
interface Moment {
  readonly now: Date;
  /** Whether the object was never looked at before. */
  readonly isNew: boolean;
  /** A command that cannot run now: its value is kept for later. */
  readonly waits?: Command | undefined;
}

/**
 * Reads the command annotations. Each distinct value runs once; values that a new object brings along (it was restored
 * or copied) are recorded and not run. A command whose annotation was removed keeps its record.
 */
export function commandsOf(
  object: KubeObject,
  before: readonly CommandRecord[],
  { now, isNew, waits }: Moment,
): Commands {
  const records = (Object.keys(commandAnnotations) as Command[]).flatMap((name) => {
    const old = before.find((record) => record.name === name);
    const value = object.metadata.annotations?.[commandAnnotations[name]]?.slice(0, 63);
    if (value === undefined || value === old?.value || name === waits) return old ? [old] : [];
    return [{ name, value, time: now.toISOString(), ...(isNew ? notRun : ({ result: 'Done' } as const)) }];
  });
  const fresh = records.filter((record) => record.result === 'Done' && !before.includes(record));
  return { records, fresh: new Set(fresh.map(({ name }) => name as Command)) };
}
