/** Calls for frames: at most 20 times a second while there is something to show, and otherwise once a second. */
export interface Ticks {
  /** There is something to show. */
  readonly wake: () => void;
  readonly close: () => void;
}

const tickMilliseconds = 50;
const quietMilliseconds = 1000;

/** Starts to call. */
export function ticks(tick: (now: number) => void): Ticks {
  let last = performance.now();
  let next: NodeJS.Timeout | undefined;
  let isUrgent = false;
  const run = () => {
    last = performance.now();
    isUrgent = false;
    plan(quietMilliseconds);
    tick(last);
  };
  const plan = (milliseconds: number) => {
    clearTimeout(next);
    next = setTimeout(run, milliseconds);
    next.unref();
  };
  plan(quietMilliseconds);
  return {
    wake: () => {
      if (isUrgent) return;
      isUrgent = true;
      plan(Math.max(0, last + tickMilliseconds - performance.now()));
    },
    close: () => clearTimeout(next),
  };
}
