/** How long the page works on each of its last frames. */
export interface FrameCost {
  /** Notes one frame, in milliseconds: the page's own work, and with what drawing adds. */
  readonly note: (own: number, all: number) => void;
  /** What 95 of 100 of those frames keep below. */
  readonly p95: (what: 'own' | 'all') => number;
}

const kept = 600;

/** Remembers the last 600 frames. */
export function frameCost(): FrameCost {
  const durations = { own: new Float32Array(kept), all: new Float32Array(kept) };
  let count = 0;
  return {
    note: (own, all) => {
      durations.own[count % kept] = own;
      durations.all[count % kept] = all;
      count += 1;
    },
    p95: (what) => {
      const seen = durations[what].slice(0, Math.min(count, kept)).sort();
      return seen[Math.floor(seen.length * 0.95)] ?? Number.NaN;
    },
  };
}
