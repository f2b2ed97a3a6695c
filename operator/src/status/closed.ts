import type { Closed, In } from '../rollout/rollout.ts';

/** Why nobody has the candidate for now, and what ends that, in one sentence. */
export function closedBecause({ candidate, stable }: In<'Canary'>, { reason }: Closed): string {
  const users = `all users are on ${stable}`;
  switch (reason) {
    case 'EnvironmentBad':
      return `Both revisions fail, so ${users} until that is over.`;
    case 'CandidateSilent':
      return `Revision ${candidate} is not heard, so ${users} until it is.`;
    case 'Undecided':
      return `The canary of revision ${candidate} has ended without evidence: ${users}. Change the spec, promote or abort.`;
  }
}

/** What a step of a canary waits for, in one sentence. */
export const approvalNeeded = ({ candidate, step }: In<'Canary'>): string =>
  `Step ${step + 1} of revision ${candidate} is done and waits for approval: spacetime.dev/approve=${candidate}/${step + 1}.`;
