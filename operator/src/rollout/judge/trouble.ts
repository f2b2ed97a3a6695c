import type { Batch } from './batch.ts';
import {
  added,
  bothAdded,
  type Compared,
  counted,
  nothing,
  nothingCompared,
  type Share,
} from './evidence/share.ts';

/** How both revisions have fared in about the last five looks. */
export interface Lately {
  /** Answers to users. */
  readonly users: Compared;
  /** Pairs of probes of which both failed. */
  readonly bothFailed: Share;
  /** Since when both have been in trouble without a break, in milliseconds since 1970; absent while they are not. */
  readonly troubleSince?: number;
}

export const nothingLately: Lately = { users: nothingCompared, bothFailed: nothing };

/** What is left of earlier looks when the next one comes. */
const memory = 0.8;
const faded = ({ hits, of }: Share): Share => ({ hits: hits * memory, of: of * memory });

/** Adds one look. `usual` is how the revisions fared over the whole release. */
export function latelySeen(before: Lately, batch: Batch, usual: Compared): Lately {
  const { stable, candidate, probes, at } = batch;
  const lately = {
    users: bothAdded(
      { stable: faded(before.users.stable), candidate: faded(before.users.candidate) },
      {
        stable: counted({ hits: stable.errors, of: stable.requests }),
        candidate: counted({ hits: candidate.errors, of: candidate.requests }),
      },
    ),
    bothFailed: added(faded(before.bothFailed), counted({ hits: probes.bothFailed, of: probes.pairs })),
  };
  return areInTrouble(lately, usual) ? { ...lately, troubleSince: before.troubleSince ?? at } : lately;
}

/** Failures of one revision in the last looks before they say anything. */
const failuresThatCount = 3;
/** How many times its usual rate a revision fails, or what part of all, when it is in trouble. */
const timesUsual = 4;
const mostUsual = 0.5;

/** Whether this much is more than usual. Nobody's rate is known from a few answers, so one failure is added to them. */
export const isUnusual = (lately: Share, usual: Share): boolean =>
  lately.hits >= failuresThatCount &&
  lately.hits / lately.of > Math.min(mostUsual, (timesUsual * (usual.hits + 1)) / (usual.of + 2));

const areInTrouble = ({ users, bothFailed }: Lately, usual: Compared): boolean =>
  isUnusual(bothFailed, nothing) ||
  (isUnusual(users.stable, usual.stable) &&
    // A candidate without users is not the one that makes the stable fail, or not any more.
    (users.candidate.of < 1 || isUnusual(users.candidate, usual.candidate)));
