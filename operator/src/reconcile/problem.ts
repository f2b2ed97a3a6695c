import { Conflict, Forbidden, Invalid, NameTaken } from '../kube/errors.ts';
import type { Problem } from '../status/problem.ts';

/** What an error of the API server means for the user. Anything unexpected is tried again and said so. */
export function problemOf(error: unknown): Problem {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof NameTaken)
    return { type: 'ConfigurationValid', status: 'False', reason: 'NameTaken', message };
  const refused = { type: 'Applied', status: 'False', message } as const;
  if (error instanceof Forbidden) return { ...refused, reason: 'Forbidden' };
  if (error instanceof Invalid) return { ...refused, reason: 'Invalid' };
  if (error instanceof Conflict) return { ...refused, reason: 'Conflict' };
  return { type: 'Applied', status: 'Unknown', reason: 'Retrying', message };
}
