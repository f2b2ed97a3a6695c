import type { Clock } from '../clock.ts';

/** The lease is not ours, or not certainly ours any more: somebody else may be writing. Nothing was sent. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** Asked before every write, in the moment when it goes out. */
export interface Fence {
  /** Throws `LeaseLost` unless this process may write now. */
  check(): void;
}

/** For a process that runs alone, such as one on a developer's machine. */
export const openFence: Fence = { check: () => undefined };

export interface LeaseFence extends Fence {
  /** Opens the fence until the monotonic time `until` (milliseconds), whatever happens to this process meanwhile. */
  openUntil(until: number): void;
  close(): void;
}

/** Closed at first. It closes by itself: a process that was stopped for a while finds it closed without asking anyone. */
export function leaseFence(clock: Clock): LeaseFence {
  let until = Number.NEGATIVE_INFINITY;
  return {
    check: () => {
      if (clock.now() >= until)
        throw new LeaseLost('The leader lease is not held, or was not renewed in time');
    },
    openUntil: (time) => {
      until = time;
    },
    close: () => {
      until = Number.NEGATIVE_INFINITY;
    },
  };
}
