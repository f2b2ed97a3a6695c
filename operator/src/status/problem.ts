import type { SpaceTimeStatus } from '../api/status.ts';

/** What kept a decision from being carried out. */
export type Problem =
  | {
      readonly type: 'Applied';
      readonly status: 'False';
      readonly reason: 'Forbidden' | 'Invalid' | 'Conflict';
      readonly message: string;
    }
  | {
      readonly type: 'Applied';
      readonly status: 'Unknown';
      readonly reason: 'Retrying';
      readonly message: string;
    }
  | {
      readonly type: 'ConfigurationValid';
      readonly status: 'False';
      readonly reason: 'NameTaken';
      readonly message: string;
    };

/**
 * The problem that a status tells. It stands until the same was done without one, so that the conditions do not say
 * between two tries that all is well.
 */
export function problemIn({ conditions }: SpaceTimeStatus): Problem | undefined {
  const told = conditions.find(
    ({ type, status, reason }) =>
      (type === 'Applied' && status !== 'True') ||
      (type === 'ConfigurationValid' && reason === ('NameTaken' satisfies Problem['reason'])),
  );
  if (!told) return undefined;
  const { type, status, reason, message } = told;
  // The operator wrote it; see status/findings.ts.
  return { type, status, reason, message } as Problem;
}
