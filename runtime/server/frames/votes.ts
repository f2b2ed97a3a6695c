/** What one client showed in a while. */
export interface Sample {
  readonly frames: number;
  readonly seconds: number;
}

/** The frame rates that clients measured. One vote for each client, whatever it says. Times are in milliseconds. */
export interface Votes {
  readonly report: (client: object, sample: Sample, now: number) => void;
  readonly leave: (client: object) => void;
  /** How many clients reported in the last 15 seconds. */
  readonly reporting: (now: number) => number;
  /** The median over those clients of each one's mean rate in that time; NaN when there is none. */
  readonly median: (now: number) => number;
}

const windowMilliseconds = 15_000;
const lowest = 1;
const highest = 240;

type Timed = Sample & { readonly at: number };

/** An empty count of votes. */
export function votes(): Votes {
  const samples = new Map<object, readonly Timed[]>();

  const recent = (now: number) =>
    [...samples.values()]
      .map((all) => all.filter(({ at }) => at > now - windowMilliseconds))
      .filter((some) => some.length > 0);

  return {
    report: (client, sample, now) => {
      const kept = (samples.get(client) ?? []).filter(({ at }) => at > now - windowMilliseconds);
      samples.set(client, [...kept, { ...sample, at: now }]);
    },
    leave: (client) => void samples.delete(client),
    reporting: (now) => recent(now).length,
    median: (now) => median(recent(now).map(rate)),
  };
}

function rate(samples: readonly Timed[]): number {
  const frames = samples.reduce((sum, sample) => sum + sample.frames, 0);
  const seconds = samples.reduce((sum, sample) => sum + sample.seconds, 0);
  return Math.min(highest, Math.max(lowest, frames / seconds));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}
