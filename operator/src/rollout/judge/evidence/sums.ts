import { logMean, logRatios } from './hypergeometric.ts';
import { added, bothAdded, type Compared, counted, nothing, nothingCompared, type Share } from './share.ts';

/** What the judge remembers of one measure: a few numbers, however long the release runs. */
export interface Sums {
  /** Closed batches: spans in which both revisions were seen, so that a shared cause touches both. */
  readonly seen: Compared;
  /** What waits until both have been seen. */
  readonly open: Compared;
  /** ln of the evidence that the candidate is worse, for each alternative of a grid. */
  readonly logs: readonly number[];
  /** Looks in which the candidate had hits. */
  readonly badLooks: number;
  /** The same, of about the last five looks. */
  readonly badLately: number;
}

/** How a measure is judged. */
export interface Test {
  /** Odds of the candidate, as a multiple of the stable's, that are still no worse. */
  readonly tolerated: number;
  /** The most that one look may add to the logarithm, and again for each bad look lately: a burst of failures is one event. */
  readonly mostInOneLook: number;
}

/** How many times the tolerated odds a worse candidate may have; the evidence is the mean over all of these. */
const grid = [2, 4, 8, 32, 200] as const;

export const noSums: Sums = {
  seen: nothingCompared,
  open: nothingCompared,
  logs: grid.map(() => 0),
  badLooks: 0,
  badLately: 0,
};

/** ln of the evidence against the candidate: at least this large by chance once in exp(it) good releases. */
export const logE = ({ logs }: Sums): number => logMean(logs);

/**
 * Adds one look at both revisions. A batch closes when the candidate was seen once and the stable twice: counts decide,
 * never outcomes, so that a good candidate's evidence stays below any bound as often as the bound says.
 */
export function observed(sums: Sums, look: Compared, test: Test): Sums {
  const candidate = counted(look.candidate);
  const open = bothAdded(sums.open, { candidate, stable: counted(look.stable) });
  const looks = badLooks(sums, candidate);
  if (open.candidate.of < 1 || open.stable.of < 2) return { ...sums, ...looks, open };
  const ratios = logRatios(open, test.tolerated, grid);
  return {
    seen: bothAdded(sums.seen, open),
    open: nothingCompared,
    logs: sums.logs.map((log, i) => log + Math.min(ratios[i] ?? 0, mostNow(sums, test))),
    ...looks,
  };
}

/** What is left of earlier looks when the next one comes. */
const memory = 0.8;

/** Looks with hits, this one included. */
export function badLooks(sums: Sums, { hits }: Share): Pick<Sums, 'badLooks' | 'badLately'> {
  const bad = hits > 0 ? 1 : 0;
  return { badLooks: sums.badLooks + bad, badLately: sums.badLately * memory + bad };
}

/** Earlier looks alone decide it, so the evidence stays as rare among good candidates as its size says. */
const mostNow = ({ badLately }: Sums, { mostInOneLook }: Test): number => mostInOneLook * (1 + badLately);

/** The same measure from the moment on at which the candidate has all users: what the stable did stays, as its past. */
export const cut = ({ seen, open, logs }: Sums): Sums => ({
  ...noSums,
  seen: { stable: added(seen.stable, open.stable), candidate: nothing },
  logs: logs.map(() => 0),
});

/** Above every limit; more would only be slow to forget. */
const mostAlone = 12;

/**
 * Adds one look at a candidate that has all users, against the past of the stable. Nothing happens at the same time to
 * compare with, so this is an alarm and no proof; it begins anew whenever nothing speaks against the candidate, so that a
 * fault that comes late is found as soon as an early one. Source: Page's CUSUM, Biometrika 41 (1954).
 */
export function observedAlone(sums: Sums, look: Share, test: Test): Sums {
  const candidate = counted(look);
  if (candidate.of === 0) return sums;
  const { hits, of } = sums.seen.stable;
  const odds = (test.tolerated * (hits + 1)) / (of - hits + 1);
  const most = mostNow(sums, test);
  const ratio = (times: number) =>
    Math.min(most, logBernoulli(candidate, chance(odds * times), chance(odds)));
  return {
    ...sums,
    seen: { ...sums.seen, candidate: added(sums.seen.candidate, candidate) },
    logs: sums.logs.map((log, i) => Math.min(mostAlone, Math.max(0, log + ratio(grid[i] ?? 1)))),
    ...badLooks(sums, candidate),
  };
}

const chance = (odds: number): number => odds / (1 + odds);

/** ln of how much likelier these trials are at the chance `alternative` than at `tolerated`. */
export const logBernoulli = ({ hits, of }: Share, alternative: number, tolerated: number): number =>
  hits * Math.log(alternative / tolerated) + (of - hits) * Math.log((1 - alternative) / (1 - tolerated));
