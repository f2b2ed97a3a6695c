import type { SpaceTimeStatus } from '../api/status.ts';
import type { Drill, DrillEnd } from '../rollout/drill.ts';
import { type Announcement, announce } from './events.ts';
import { cut } from './rollout.ts';

/** The drill that a status records, if one is in progress. */
export function drillOf({ drill, stableRevision: stable }: SpaceTimeStatus): Drill | undefined {
  if (!drill || !stable) return undefined;
  const { revision: candidate, waiting, ...rest } = drill;
  return { ...rest, ...(waiting && { waiting }), candidate, stable };
}

/** A drill as status shows it. */
export const drillStatus = ({
  candidate,
  fault,
  phase,
  startedAt,
  phaseStartedAt,
  waiting,
  pullFailures,
}: Drill): NonNullable<SpaceTimeStatus['drill']> => ({
  revision: candidate,
  fault,
  phase,
  startedAt,
  phaseStartedAt,
  ...(waiting && { waiting }),
  pullFailures: pullFailures.map((name) => cut(name, 253)).slice(0, 8),
});

/** What is said of a drill that begins. */
export const drillBegins = ({ candidate, stable, fault }: Drill): string =>
  `Revision ${candidate}, a copy of ${stable} with the fault ${fault}, starts beside it; no user is sent to it.`;

const reasons = {
  Passed: 'DrillPassed',
  Failed: 'DrillFailed',
  Interrupted: 'CommandRefused',
} as const;

/** What a drill came to, as an event. */
export const drillEnded = ({ result, message }: DrillEnd): Announcement => announce(reasons[result], message);
