import { frameRate, recent, type Sample } from '../../shared/frameRate.ts';

/** The frame rates that clients measured. One vote for each client, whatever it says. Times are in milliseconds. */
export interface Votes {
  readonly report: (client: object, sample: Sample) => void;
  readonly leave: (client: object) => void;
  /** How many clients reported in the last 15 seconds. */
  readonly reporting: (now: number) => number;
  /** The median over those clients of each one's mean rate in that time; NaN when there is none. */
  readonly median: (now: number) => number;
  /** How many frames were ever reported. */
  readonly frames: () => number;
}

/** An empty count of votes. */
export function votes(): Votes {
  const samples = new Map<object, readonly Sample[]>();
  let frames = 0;
  const heard = (now: number) =>
    [...samples.values()].map((all) => recent(all, now)).filter((some) => some.length > 0);
  return {
    report: (client, sample) => {
      frames += sample.frames;
      samples.set(client, [...recent(samples.get(client) ?? [], sample.at), sample]);
    },
    leave: (client) => void samples.delete(client),
    reporting: (now) => heard(now).length,
    median: (now) => median(heard(now).map(frameRate)),
    frames: () => frames,
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}
