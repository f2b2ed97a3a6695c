import type { Policy } from './policy.ts';
import type { Reading } from './reading.ts';
import type { OnTrial } from './rollout.ts';

/**
 * Whether users can be sent back to the stable revision. Never turn back to a revision without capacity: once users
 * depend on the candidate the stable must be whole, or at least have pods where the candidate has none.
 */
export function mayTurnBack(at: OnTrial, { stable, candidate }: Reading, { replicas }: Policy): boolean {
  const saves = stable.ready > 0 && candidate.ready === 0;
  switch (at.phase) {
    case 'Preparing':
    case 'Checking':
      return true;
    case 'Canary':
      return stable.ready > 0 || candidate.ready === 0;
    case 'Promoting':
    case 'Baking':
      return stable.ready >= replicas || saves;
  }
}
