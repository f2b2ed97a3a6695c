import { closing } from '../../shared/presence/protocol.ts';

const longestMilliseconds = 30_000;

/** How long to wait before trying again. Spread out, so that a pod that goes does not send everybody at once. */
export function waitMilliseconds(code: number, attempt: number, random: number): number {
  if (code === closing.moved && attempt === 0) return 100 + 1400 * random;
  return Math.min(longestMilliseconds, 1000 * 2 ** attempt) * (0.5 + random / 2);
}

/** Something to wait for that can be cut short. */
export interface Alarm {
  /** Resolves after so many milliseconds, or when it is rung. */
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly ring: () => void;
}

/** An alarm that rings for whoever waits, or for the next who does. */
export function alarm(): Alarm {
  let wake: (() => void) | undefined;
  let isRung = false;
  return {
    wait: (milliseconds) => {
      if (isRung) {
        isRung = false;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const timer = setTimeout(() => wake?.(), milliseconds);
        wake = () => {
          clearTimeout(timer);
          wake = undefined;
          resolve();
        };
      });
    },
    ring: () => {
      if (wake) wake();
      else isRung = true;
    },
  };
}
