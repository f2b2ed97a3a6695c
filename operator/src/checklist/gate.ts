import type { Evidence } from '../api/status/history.ts';
import { isReady } from '../rollout/arm.ts';
import type { Gate } from '../rollout/checkGate.ts';
import { beforeUsers, itemsOf, tallyOf } from './evaluate.ts';
import type { Facts } from './facts.ts';

/** Lines that a hold names. */
const mostNamed = 5;

const waits = (trouble: string): Gate => ({ result: 'Pending', isRequired: true, seconds: 0, trouble });

/**
 * Whether enough lines of stage "before" hold for a candidate whose checks have all passed. While a pod of it is not ready, or has
 * not told its metrics, the look would be a wrong one, so it is waited for.
 */
export function checklistGate(facts: Facts): Gate {
  const { requiredPercent } = facts.spec.checklist;
  if (requiredPercent === 0) return { result: 'Passed' };
  if (facts.pods.length === 0 || !facts.pods.every(isReady))
    return waits('The checklist waits for ready pods.');
  const { passed, total, percent, open } = tallyOf(beforeUsers(itemsOf(facts, undefined)));
  if (percent >= requiredPercent) return { result: 'Passed' };
  // What is read from /metrics is not there yet with the first answer of a pod.
  const unseen = open.filter(({ result }) => result === 'NotRun').length;
  if (!facts.live?.memoryBytes && 100 * (passed + unseen) >= requiredPercent * total)
    return waits('The checklist waits for the metrics of the pods.');
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
