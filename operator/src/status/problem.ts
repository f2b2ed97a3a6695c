import type { SpaceTimeStatus } from '../api/status.ts';
import { cut } from './rollout.ts';

export type ApplyProblem = 'Forbidden' | 'Invalid' | 'Conflict' | 'Retrying';

/** What kept a decision from being carried out. */
export type Problem =
  | {
      readonly type: 'Applied';
      readonly status: 'False' | 'Unknown';
      readonly reason: ApplyProblem;
      readonly message: string;
    }
  | {
      readonly type: 'ConfigurationValid';
      readonly status: 'False';
      readonly reason: 'NameTaken';
      readonly message: string;
    };

/** The same status with the problem told in its condition, and in those that are derived from it. */
export function withProblem(status: SpaceTimeStatus, problem: Problem, now: Date): SpaceTimeStatus {
  const transition = (before: { status: string; lastTransitionTime: string }) =>
    before.status === problem.status ? before.lastTransitionTime : now.toISOString();
  return {
    ...status,
    conditions: status.conditions.map((condition) =>
      condition.type === problem.type || condition.type === 'Ready'
        ? {
            ...condition,
            status: problem.status,
            reason: problem.reason,
            message: cut(problem.message, 320),
            lastTransitionTime: transition(condition),
          }
        : condition,
    ),
  };
}
