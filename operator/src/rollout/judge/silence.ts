/** Milliseconds after which a revision that is not heard counts as silent. */
const silentMilliseconds = 5000;

/** How a revision has been heard so far. Times are in milliseconds since 1970. */
export interface Silence {
  /** Whether it has been silent since it was last heard. */
  readonly isOn: boolean;
  /** How often it has come back from silence, and when it last did; 0 for never. */
  readonly times: number;
  readonly endedAt: number;
}

export const noSilence: Silence = { isOn: false, times: 0, endedAt: 0 };

/** Adds one look. `heardAt` is when the revision was heard before it; 0 for never. */
export function silenceSeen(before: Silence, isHeard: boolean, heardAt: number, at: number): Silence {
  if (!isHeard) return { ...before, isOn: before.isOn || isQuiet(heardAt, at) };
  return before.isOn ? { isOn: false, times: before.times + 1, endedAt: at } : before;
}

/** Whether it was not heard for so long that it counts as silent. One that was never heard has only not begun. */
const isQuiet = (heardAt: number, at: number): boolean => heardAt > 0 && at - heardAt > silentMilliseconds;

/** Milliseconds without a gap after the first silence; twice as many after each further one. */
const firstProof = 10_000;
const longestProof = 120_000;

/**
 * Why a revision cannot be judged by what it says at this moment; absent while it can. One that was silent has to be heard
 * for a while before it is believed again, and longer each time: otherwise users would come and go with every gap.
 */
export function silentBecause(
  whose: string,
  { times, endedAt }: Silence,
  heardAt: number,
  now: number,
): string | undefined {
  if (now - heardAt > silentMilliseconds)
    return `The ${whose}'s metrics were not heard for ${silentMilliseconds / 1000} s.`;
  const proof = Math.min(longestProof, firstProof * 2 ** (times - 1));
  return times > 0 && now - endedAt < proof
    ? `The ${whose}'s metrics are heard again, but not for ${proof / 1000} s without a gap yet.`
    : undefined;
}
