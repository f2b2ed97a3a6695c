/** What one client showed in a while that ended at `at`, in milliseconds. */
export interface Sample {
  readonly at: number;
  readonly frames: number;
  readonly seconds: number;
}

const windowMilliseconds = 15_000;
const lowest = 1;
const highest = 240;

/** Those of the last 15 seconds. */
export const recent = (samples: readonly Sample[], now: number): readonly Sample[] =>
  samples.filter(({ at }) => at > now - windowMilliseconds);

/** The mean frames a second of some samples, never below 1 or above 240; NaN of none. */
export function frameRate(samples: readonly Sample[]): number {
  const frames = samples.reduce((sum, sample) => sum + sample.frames, 0);
  const seconds = samples.reduce((sum, sample) => sum + sample.seconds, 0);
  return samples.length === 0 ? Number.NaN : Math.min(highest, Math.max(lowest, frames / seconds));
}
