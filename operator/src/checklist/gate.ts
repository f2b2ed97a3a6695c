import type { Evidence } from '../api/status/history.ts';
import { isReady } from '../rollout/arm.ts';
import type { Gate } from '../rollout/checkGate.ts';
import { beforeUsers, itemsOf, tallyOf } from './evaluate.ts';
import type { Facts } from './facts.ts';

/** Lines that a hold names. */
const mostNamed = 5;

/**
 * Whether enough lines of stage "before" hold for a candidate whose checks have all passed. While a pod of it is not ready the
 * look would be a wrong one, so it is waited for.
 */
export function checklistGate(facts: Facts): Gate {
  const { requiredPercent } = facts.spec.checklist;
  if (requiredPercent === 0) return { result: 'Passed' };
  if (facts.pods.length === 0 || !facts.pods.every(isReady))
    return {
      result: 'Pending',
      isRequired: true,
      seconds: 0,
      trouble: 'The checklist waits for ready pods.',
    };
  const { passed, total, percent, open } = tallyOf(beforeUsers(itemsOf(facts, undefined)));
  if (percent >= requiredPercent) return { result: 'Passed' };
  return {
    result: 'Failed',
    reason: 'ChecklistBelowRequired',
    message: `${passed} of ${total} lines of the checklist that come before users hold (${percent} %), and checklist.requiredPercent is ${requiredPercent}; first open: ${open[0]?.check}.`,
    evidence: open.slice(0, mostNamed).map(
      ({ check, result, evidence }): Evidence => ({
        name: check,
        candidate: result,
        ...(evidence && { note: evidence }),
      }),
    ),
  };
}
