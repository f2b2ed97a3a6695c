/** How many messages a socket may send: so many a second, and some at once. */
export interface Allowance {
  readonly perSecond: number;
  readonly atOnce: number;
}

/** Counts messages; false once there are more than allowed. `now` is in milliseconds. */
export function budget({ perSecond, atOnce }: Allowance): (now: number) => boolean {
  let left = atOnce;
  let last = Number.NEGATIVE_INFINITY;
  return (now) => {
    left = Math.min(atOnce, left + ((now - last) / 1000) * perSecond);
    last = now;
    left -= 1;
    return left >= 0;
  };
}
