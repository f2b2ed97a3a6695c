import type { ArmCounts, Batch } from './batch.ts';
import { type Point, peak } from './evidence/growth.ts';
import type { Share } from './evidence/share.ts';
import { cut, logE, noSums, observed, observedAlone, type Sums } from './evidence/sums.ts';
import { measures } from './families.ts';

/** What is known of the clients behind the candidate's failures. */
export interface Clients {
  /** The errors of users, without those of the one client of the candidate that has most of them. */
  readonly others: Sums;
  /** The most clients that asked, of about the last half minute. */
  readonly callers: Point;
  /** When a user first asked the candidate, in milliseconds since 1970; 0 for never. */
  readonly since: number;
  /** When that one client last failed, in milliseconds since 1970; 0 for never. */
  readonly failedAt: number;
}

export const noClients: Clients = { others: noSums, callers: [0, 0], since: 0, failedAt: 0 };

/** Milliseconds in which clients come to a candidate that is new to them: until then those of the stable count as well. */
const arrivalMilliseconds = 60_000;

/** Adds one look. */
export function clientsSeen(before: Clients, { stable, candidate, at }: Batch, isCut: boolean): Clients {
  const since = before.since || (candidate.requests > 0 ? at : 0);
  const others = { stable: { hits: stable.errors, of: stable.requests }, candidate: withoutOne(candidate) };
  const { errors } = measures;
  const arrive = at - since < arrivalMilliseconds;
  const callers = arrive ? Math.max(candidate.callers, stable.callers) : candidate.callers;
  return {
    others: isCut
      ? observedAlone(before.others, others.candidate, errors)
      : observed(before.others, others, errors),
    callers: peak(before.callers, at / 1000, candidate.heard > 0 ? callers : Number.NaN),
    since,
    failedAt: candidate.ofOneClient > 0 ? at : before.failedAt,
  };
}

function withoutOne({ errors, requests, ofOneClient }: ArmCounts): Share {
  const one = Math.min(ofOneClient, errors);
  return { hits: errors - one, of: requests - one };
}

/** From here on all users are the candidate's. */
export const clientsAtCut = (clients: Clients): Clients => ({ ...clients, others: cut(clients.others) });

/** From here on both have users in the same seconds. */
export const clientsAtReturn = (clients: Clients): Clients => ({ ...clients, others: noSums });

/** How the errors of the others are called beside the measures. */
export const othersName = 'errorsOfOthers';

/** Whether something was left out that speaks against the candidate: else the others are as good as all. */
export const isOneApart = ({ others }: Clients, errors: Sums): boolean =>
  logE(errors) > 0 && answers(others) !== answers(errors);

const answers = ({ seen, open }: Sums): number => seen.candidate.of + open.candidate.of;
