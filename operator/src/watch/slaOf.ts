import { quantity } from '../api/quantity.ts';
import type { SpaceTimeSpec } from '../api/spacetime.ts';
import { type SlaSeen, slaSeen } from '../rollout/breach.ts';
import type { JudgeRecord } from '../rollout/judge/record.ts';
import type { Sla } from '../rollout/judge/sla.ts';

/** Memory has a limit even where the SLA names none: 90 % of what a pod may use. */
export function slaOf({ rollout: { sla, bakeSeconds }, resources }: SpaceTimeSpec): Sla {
  const { maxMemory, ...rest } = sla;
  const maxMemoryBytes = maxMemory ? quantity(maxMemory) : 0.9 * quantity(resources.limits.memory);
  return { ...rest, maxMemoryBytes, bakeSeconds };
}

/** What was seen of a stable revision, window by window. */
interface Windows {
  readonly record: JudgeRecord;
  /** Seconds since the window that is open began. */
  readonly windowSeconds: number;
  /** What the window before it has shown. */
  readonly before: SlaSeen;
}

/** How a stable revision keeps its SLA, by what was seen in the window that is open. */
export const windowSla = ({ record, windowSeconds, before }: Windows, spec: SpaceTimeSpec): SlaSeen =>
  slaSeen(record, slaOf(spec), windowSeconds, before);

/** The same; while too little was seen in the window that is open, the one before it speaks. */
export function stableSla(windows: Windows, spec: SpaceTimeSpec): SlaSeen {
  const sla = windowSla(windows, spec);
  return sla.result === 'Unknown' ? windows.before : sla;
}
