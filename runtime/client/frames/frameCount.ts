import { type FrameReport, frameBounds, frameClass } from '../../shared/frameReport.ts';

/** Counts frames by how long they took. */
export interface FrameCount {
  /** A frame is shown at this time, in milliseconds. */
  readonly frame: (now: number) => void;
  /** What was counted since the last time this was asked, or nothing when that is less than a fifth of a second. */
  readonly take: (mode: FrameReport['mode']) => FrameReport | undefined;
  /** Forgets the frame before: what follows is not its duration. */
  readonly interrupt: () => void;
}

const leastSeconds = 0.2;
// Longer than this the page was not drawing: it was in the background, or the machine slept.
const longestSeconds = 5;

const none = () => ({ counts: Array<number>(frameBounds.length + 1).fill(0), seconds: 0, longestSeconds: 0 });

/** A count that starts with the first frame. */
export function frameCount(): FrameCount {
  let last: number | undefined;
  let sums = none();
  const interrupt = () => {
    last = undefined;
  };
  return {
    frame: (now) => {
      const seconds = last === undefined ? 0 : (now - last) / 1000;
      last = now;
      if (seconds <= 0 || seconds > longestSeconds) return;
      const { counts } = sums;
      counts[frameClass(seconds)] = (counts[frameClass(seconds)] ?? 0) + 1;
      sums = {
        counts,
        seconds: sums.seconds + seconds,
        longestSeconds: Math.max(sums.longestSeconds, seconds),
      };
    },
    take: (mode) => {
      if (sums.seconds < leastSeconds) return undefined;
      const report: FrameReport = { type: 'frames', mode, ...sums };
      sums = none();
      return report;
    },
    interrupt,
  };
}
