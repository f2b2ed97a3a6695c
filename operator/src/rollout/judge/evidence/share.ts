/** Of `of` trials, `hits` were hits: whole numbers, 0 ≤ hits ≤ of. */
export interface Share {
  readonly hits: number;
  readonly of: number;
}

/** The same measure on both revisions. */
export interface Compared {
  readonly stable: Share;
  readonly candidate: Share;
}

export const nothing: Share = { hits: 0, of: 0 };
export const nothingCompared: Compared = { stable: nothing, candidate: nothing };

export const added = (a: Share, b: Share): Share => ({ hits: a.hits + b.hits, of: a.of + b.of });

export const bothAdded = (a: Compared, b: Compared): Compared => ({
  stable: added(a.stable, b.stable),
  candidate: added(a.candidate, b.candidate),
});

/** What can be counted of it: a broken page of metrics must neither stop the judge nor convince it. */
export function counted({ hits, of }: Share): Share {
  if (!Number.isFinite(of) || of < 1) return nothing;
  const trials = Math.min(Math.round(of), 1e9);
  return { hits: Number.isFinite(hits) ? Math.min(trials, Math.max(0, Math.round(hits))) : 0, of: trials };
}

/** Part of the trials that were hits, 0 to 1; 0 where there were none. */
export const rate = ({ hits, of }: Share): number => (of > 0 ? hits / of : 0);

/** Per cent with one decimal, as people read it. */
export const percentText = (share: Share): string => `${(100 * rate(share)).toFixed(1)} %`;

export const shareText = (share: Share): string => `${share.hits} of ${share.of} (${percentText(share)})`;
