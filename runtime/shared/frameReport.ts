/** Upper bounds, in seconds, of the classes that frame times are counted in; one more class holds what is longer. */
export const frameBounds = [
  0.004, 0.006, 0.0075, 0.009, 0.0105, 0.012, 0.0145, 0.0175, 0.021, 0.025, 0.034, 0.05, 0.1, 0.25, 0.5,
] as const;

/** What a page tells about the frames that it showed since its last report, about once a second. */
export interface FrameReport {
  readonly type: 'frames';
  /** How long it counted. */
  readonly seconds: number;
  /** How many frames fell into each class of `frameBounds`, and last those that took longer. */
  readonly counts: readonly number[];
  readonly longestSeconds: number;
  readonly mode: 'page' | 'immersive';
}

/** The class that a frame of this many seconds is counted in. */
export function frameClass(seconds: number): number {
  const index = frameBounds.findIndex((bound) => seconds <= bound);
  return index < 0 ? frameBounds.length : index;
}
