import { wellAsked, wellFacts } from '../../test/aChecklist.ts';
import { broken } from '../../test/brokenLines.ts';
import { anOwner } from '../../test/builders.ts';
import type { Checklist } from '../api/status/checklist.ts';
import { runOfChecklist } from '../checklist/evaluate.ts';
import { checklistAnnouncements, checklistFinding } from './checklist.ts';

const well = runOfChecklist(wellFacts(), undefined);
const worse = runOfChecklist(wellFacts(broken['routers.job-submit']), well);
const whole: Checklist = { ...well, items: well.items.filter(({ result }) => result === 'Passed') };
const asking = (requiredPercent: number) => anOwner({ ...wellAsked, checklist: { requiredPercent } });

it.each([
  ['has not run', 0, undefined, 'Unknown NotRun'],
  ['is whole', 0, whole, 'True Complete'],
  ['has open lines', 0, well, 'False Incomplete'],
  ['has open lines, and enough others', 50, well, 'True AboveRequired'],
  ['has too many open lines', 100, well, 'False BelowRequired'],
])('a checklist that %s, with %i %% required', (_, required, checklist, expected) => {
  const found = checklistFinding({ owner: asking(required), ...(checklist && { checklist }) });
  expect(`${found.status} ${found.reason}`).toBe(expected);
});

it('names how many lines hold and the first that does not', () => {
  const { message } = checklistFinding({ owner: asking(0), checklist: well });
  expect(message).toBe(`${well.passed} of ${well.total} lines; first open: tls.obtained.`);
});

describe('an event', () => {
  const told = (before: Checklist | undefined, after: Checklist, required = 0) =>
    checklistAnnouncements(before, after, asking(required)).map(
      ({ reason, message }) => `${reason}: ${message}`,
    );

  it('names lines that held before and do not now', () => {
    expect(told(well, worse)).toEqual([
      'ChecklistFailed: Lines that held before do not: routers.job-submit (broken), routers.job-status (broken), live.job-submitted (broken) and 3 more.',
    ]);
  });

  it('says that all is well, once', () => {
    expect(told(worse, whole)).toEqual([expect.stringMatching(/^ChecklistPassed: /)]);
    expect(told(undefined, whole)).toEqual([expect.stringMatching(/^ChecklistPassed: /)]);
    expect(told(whole, { ...whole })).toEqual([]);
  });

  it('says that fewer lines hold than are required, once', () => {
    expect(told(undefined, well, 100)).toEqual([expect.stringMatching(/^ChecklistFailed: /)]);
    expect(told(well, { ...well }, 100)).toEqual([]);
  });

  it('does not come of a first run that has open lines, as most have', () => {
    expect(told(undefined, well)).toEqual([]);
  });
});
