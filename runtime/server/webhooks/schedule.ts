/** When attempts are made, and how long each may take. */
export interface Schedule {
  /** Seconds from one attempt to the next; there is one attempt more than there are delays. */
  readonly delays: readonly number[];
  readonly timeoutSeconds: number;
}

const minutes = 60;
const hours = 3600;

/** `Standard` is the schedule that Standard Webhooks 1.0.0 recommends; `Fast` gives up after 21 seconds. */
export const schedules = {
  Standard: {
    delays: [
      5,
      5 * minutes,
      30 * minutes,
      2 * hours,
      5 * hours,
      10 * hours,
      14 * hours,
      20 * hours,
      24 * hours,
    ],
    timeoutSeconds: 15,
  },
  Fast: { delays: [1, 5, 15], timeoutSeconds: 10 },
} as const satisfies Record<string, Schedule>;

/** How many attempts there are in all. */
export const attempts = ({ delays }: Schedule): number => delays.length + 1;

const jitter = 0.2;

/** Milliseconds until the attempt after this one, up to a fifth later than the schedule says; nothing after the last. `luck` is from 0 to 1. */
export function pause({ delays }: Schedule, attempt: number, luck: number): number | undefined {
  const seconds = delays[attempt - 1];
  return seconds === undefined ? undefined : seconds * 1000 * (1 + jitter * luck);
}
