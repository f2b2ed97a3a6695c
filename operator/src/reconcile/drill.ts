import { createHash } from 'node:crypto';
import { type DrillFault, drillFaults } from '../api/status/drill.ts';
import { beginDrill, type Drill, drillNext, hindrance } from '../rollout/drill.ts';
import type { Reading } from '../rollout/reading.ts';
import { revisionName } from '../rollout/revision.ts';
import type { Rollout } from '../rollout/rollout.ts';
import { drillBegins, drillEnded, drillOf } from '../status/drill.ts';
import { type Announcement, announce } from '../status/events.ts';
import { armsOf } from './arms.ts';
import { type Fresh, freshCommands, freshOf, type Outcome } from './commands.ts';
import type { Observed } from './observed.ts';

/** Where a drill stands after this look. */
interface Drilling {
  /** The drill that goes on; absent when there is none. */
  readonly drill?: Drill;
  readonly outcomes: ReadonlyMap<Fresh, Outcome>;
  readonly announcements: readonly Announcement[];
}

const noDrill: Drilling = { outcomes: new Map(), announcements: [] };

/** Takes a drill a step on, or begins one that was asked for. `rollout` is what has been decided on for users. */
export function drillAfter(observed: Observed, rollout: Rollout, reading: Reading): Drilling {
  const drill = drillOf(observed.status);
  if (drill) return onward(observed, drill, rollout, reading);
  const isNew = observed.status.observedGeneration === undefined;
  const fresh = freshCommands(observed.object, observed.status.commands).find(({ name }) => name === 'drill');
  return fresh && !isNew ? ordered(observed, fresh, rollout, reading) : noDrill;
}

function onward(observed: Observed, drill: Drill, rollout: Rollout, reading: Reading): Drilling {
  const own = { ...reading, ...armsOf(observed, drill) };
  const after = drillNext(drill, rollout, own, observed.owner.spec);
  if ('phase' in after) return { ...noDrill, drill: after };
  const order = observed.status.commands.find(({ name }) => name === 'drill');
  const { result, message } = after;
  const outcome: Outcome = { result: result === 'Passed' ? 'Done' : 'Refused', message };
  return {
    outcomes: new Map(order ? [[freshOf('drill', order.value), outcome]] : []),
    announcements: [drillEnded(after)],
  };
}

function ordered(observed: Observed, fresh: Fresh, rollout: Rollout, reading: Reading): Drilling {
  const fault = drillFaults.find((name) => name === fresh.target);
  const stable = 'stable' in rollout ? rollout.stable : undefined;
  const refusal = fault ? refusalOf(observed, rollout, reading) : unknown(fresh.target);
  if (refusal || !fault || !stable) return refused(fresh, refusal ?? 'No revision is stable yet.');
  const drill = beginDrill(fault, nameOf(stable, fault, reading.now), stable, reading);
  const message = drillBegins(drill);
  return {
    drill,
    outcomes: new Map([[fresh, { result: 'InProgress', message }]]),
    announcements: [announce('DrillStarted', message)],
  };
}

const refused = (fresh: Fresh, message: string): Drilling => ({
  outcomes: new Map([[fresh, { result: 'Refused', message }]]),
  announcements: [announce('CommandRefused', `drill ${fresh.value}: ${message}`)],
});

const unknown = (target: string): string =>
  `There is no drill ${target}, only ${drillFaults.slice(0, -1).join(', ')} and ${drillFaults.at(-1)}.`;

/** A drill proves something about a world that is well, and is made from a record. */
function refusalOf({ owner, records }: Observed, rollout: Rollout, reading: Reading): string | undefined {
  const cause = hindrance(rollout, reading, owner.spec);
  if (cause) return cause;
  const stable = 'stable' in rollout ? rollout.stable : undefined;
  if (!records.some(({ name }) => name === stable)) return `The record of revision ${stable} is gone.`;
  const { replicas } = owner.spec;
  return reading.stable.ready < replicas
    ? `Revision ${stable} has ${reading.stable.ready} of ${replicas} pods ready.`
    : undefined;
}

/** Another name each time, so that pods of a drill that is over are not taken for those of this one. */
const nameOf = (stable: string, fault: DrillFault, now: Date): string =>
  revisionName(createHash('sha256').update(`drill ${fault} of ${stable} at ${now.toISOString()}`).digest());
