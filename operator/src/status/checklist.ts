import type { Finding } from '../api/conditions.ts';
import type { Checklist } from '../api/status/checklist.ts';
import { tallyOf } from '../checklist/evaluate.ts';
import { type Announcement, announce } from './events.ts';
import type { Situation } from './situation.ts';

type ChecklistFinding = Extract<Finding, { type: 'ChecklistPassed' }>;

/** Whether the checklist is as complete as the spec asks for. */
export function checklistFinding({
  owner,
  checklist,
}: Pick<Situation, 'owner' | 'checklist'>): ChecklistFinding {
  const type = 'ChecklistPassed';
  if (!checklist)
    return { type, status: 'Unknown', reason: 'NotRun', message: 'It runs when a revision has all users.' };
  const { requiredPercent } = owner.spec.checklist;
  const { passed, total, percent, open } = tallyOf(checklist.items);
  const [first] = open;
  if (!first) return { type, status: 'True', reason: 'Complete', message: `${passed} of ${total} lines.` };
  const message = `${passed} of ${total} lines; first open: ${first.check}.`;
  if (requiredPercent === 0) return { type, status: 'False', reason: 'Incomplete', message };
  return percent >= requiredPercent
    ? { type, status: 'True', reason: 'AboveRequired', message }
    : { type, status: 'False', reason: 'BelowRequired', message };
}

/** Lines that one event names; status has them all. */
const mostNamed = 3;

/** What a run has found that was otherwise before: lines that hold no more, or that all is well now. */
export function checklistAnnouncements(
  before: Checklist | undefined,
  after: Checklist | undefined,
  owner: Situation['owner'],
): readonly Announcement[] {
  if (!after || before === after) return [];
  const lost = after.items.filter(
    ({ check, result }) =>
      result === 'Failed' && before?.items.some((old) => old.check === check && old.result === 'Passed'),
  );
  const [was, is] = [before, after].map((checklist) =>
    checklistFinding({ owner, ...(checklist && { checklist }) }),
  );
  const fallsShort = is?.reason === 'BelowRequired' && was?.reason !== 'BelowRequired';
  if (lost.length > 0) {
    const named = lost.slice(0, mostNamed).map(({ check, evidence = '' }) => `${check} (${evidence})`);
    const more = lost.length > mostNamed ? ` and ${lost.length - mostNamed} more` : '';
    return [announce('ChecklistFailed', `Lines that held before do not: ${named.join(', ')}${more}.`)];
  }
  if (is && fallsShort) return [announce('ChecklistFailed', is.message)];
  return is?.status === 'True' && was?.status !== 'True' ? [announce('ChecklistPassed', is.message)] : [];
}
