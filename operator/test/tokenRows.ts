interface Row {
  isMounted: boolean;
  isReplaced: boolean;
  /** In seconds. */
  ends: number;
}

/** For how long a database keeps tokens, in seconds. */
export interface Lasting {
  readonly announced: number;
  readonly overlap: number;
}

/** What pods find in their database about tokens, by the rules of `runtime/server/access`. `now` is in seconds. */
export function tokenRows(now: () => number, lasting: Lasting) {
  const rows = new Map<string, Row>();
  const others = (digest: string) =>
    [...rows].flatMap(([key, row]) => (key === digest || !row.isMounted ? [] : row));
  const mount = (digest: string) =>
    rows.set(digest, { isMounted: true, isReplaced: false, ends: Number.POSITIVE_INFINITY });
  return {
    accepts: (digest: string): boolean => (rows.get(digest)?.ends ?? 0) > now(),
    /** A pod reads its file. */
    register: (digest: string): void => {
      if (rows.get(digest)?.isReplaced) return;
      mount(digest);
      for (const row of others(digest))
        if (row.ends === Number.POSITIVE_INFINITY) row.ends = now() + lasting.overlap;
    },
    /** A pod is told what comes. */
    announce: (digest: string): void => {
      if (rows.get(digest)?.isMounted) return;
      rows.set(digest, { isMounted: false, isReplaced: false, ends: now() + lasting.announced });
    },
    /** A pod is told what has come, and when others end. */
    succeed: (digest: string, othersEndInSeconds: number): void => {
      mount(digest);
      const end = now() + othersEndInSeconds;
      for (const row of others(digest)) {
        row.ends = !row.isReplaced && row.ends > now() ? end : Math.min(row.ends, end);
        row.isReplaced = true;
      }
    },
  };
}
