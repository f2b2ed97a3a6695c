import { logFactorial } from './evidence/hypergeometric.ts';
import { added, type Share } from './evidence/share.ts';
import type { JudgeRecord } from './record.ts';

/** By how much more the candidate may fail at most, as a part of all, before it is promoted. */
const mostWorse = 0.1;
/** Chance that either bound is ever wrong. */
const level = 0.025;
const halvings = 20;

/** Whatever was seen of the candidate: answers to users, and pairs of probes. */
export const observations = ({ measures: { errors }, probes }: JudgeRecord): number =>
  errors.seen.candidate.of + errors.open.candidate.of + probes.seen.candidate.of;

/**
 * Whether enough was seen to say that the candidate fails at most 10 points more often than the stable: an upper bound of the
 * one less a lower bound of the other, valid however often one looks. No data is never success. Source: Robbins' mixture
 * for Bernoulli trials (Howard and others, Annals of Statistics 49, 2021).
 */
export function isProven({ measures: { errors }, probes }: JudgeRecord): boolean {
  const users = added(errors.seen.candidate, errors.open.candidate);
  const probed = probes.seen.candidate;
  const all = added(users, probed);
  if (all.of === 0) return false;
  // The stable as it would fare with the candidate's mixture of users and probes.
  const stable =
    (users.of * lowerBound(errors.seen.stable) + probed.of * lowerBound(probes.seen.stable)) / all.of;
  return upperBound(all) - stable < mostWorse;
}

/** A rate that the true one exceeds at no moment, but for the `level`. */
export const upperBound = (share: Share): number => bound(share, share.of > 0 ? share.hits / share.of : 0, 1);

const lowerBound = (share: Share): number =>
  share.hits === 0 ? 0 : bound(share, share.of > 0 ? share.hits / share.of : 0, 0);

/** The rate between `plausible` and `extreme` at which the evidence against it reaches its limit. */
function bound(share: Share, plausible: number, extreme: number): number {
  let [inside, outside] = [plausible, extreme];
  for (let i = 0; i < halvings; i++) {
    const middle = (inside + outside) / 2;
    if (logAgainst(share, middle) < -Math.log(level)) inside = middle;
    else outside = middle;
  }
  return outside;
}

/** ln of the evidence against a rate: the mean over all other rates. */
const logAgainst = ({ hits, of }: Share, rate: number): number =>
  logFactorial(hits) +
  logFactorial(of - hits) -
  logFactorial(of + 1) -
  power(hits, rate) -
  power(of - hits, 1 - rate);

const power = (times: number, rate: number): number => (times === 0 ? 0 : times * Math.log(rate));
