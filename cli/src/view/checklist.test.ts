import type { ChecklistItem } from '../../../operator/src/api/status/checklist.ts';
import { aSpaceTime, names, noon } from '../../test/aSpaceTime.ts';
import { standingLines } from '../find/checklist.ts';
import { checklistLines } from './checklist.ts';
import { checklistMarkdown } from './checklistMarkdown.ts';
import { noColors } from './paint.ts';

const since = new Date(noon.getTime() - 60_000).toISOString();
const item = (check: string, result: ChecklistItem['result'], evidence?: string): ChecklistItem => ({
  check,
  title: 'A line of a newer operator',
  result,
  since,
  ...(evidence && { evidence }),
});

const world = aSpaceTime({
  checklist: {
    summary: '66%',
    passed: 2,
    total: 3,
    revision: names.stable,
    lastRunTime: since,
    items: [
      item('environment.log-level', 'Passed', 'GODOT_LOG_LEVEL=info'),
      item('routers.job-submit', 'Failed', 'the job | failed'),
      item('docs.runbook', 'Attested', 'platform, 2026-11-20'),
      item('secrets.tls', 'Waived', 'TLS ends at the gateway'),
      item('contacts.devops-lead', 'ByHand'),
      item('tomorrow.line', 'Passed', 'seen'),
    ],
  },
});

describe('the checklist for people', () => {
  const lines = checklistLines(world, noon, noColors);
  const of = (title: string) =>
    lines
      .find((line) => line.includes(title))
      ?.trim()
      .replaceAll(/ {2,}/g, ' · ');

  it('says how many lines hold, of which revision, and when it ran', () => {
    expect(lines[0]).toMatch(/^worlds\/plaza {3}2 of 3 lines \(66%\), of revision cccc444444, ran .*ago$/);
  });

  it.each([
    [
      'GODOT_LOG_LEVEL',
      '✓ · `GODOT_LOG_LEVEL=info` (Logging verbosity: debug|info|warn|error) · environment.log-level · GODOT_LOG_LEVEL=info',
    ],
    ['Jobs can be submitted', '✗ · Jobs can be submitted · routers.job-submit · the job | failed'],
    [
      'Runbook created',
      '✓ attested · Runbook created for operations team · docs.runbook · platform, 2026-11-20',
    ],
    [
      'TLS certificates generated',
      '– waived · TLS certificates generated · secrets.tls · TLS ends at the gateway',
    ],
    [
      'DevOps Lead',
      'by hand · Escalation: DevOps Lead · contacts.devops-lead · A contact with the role DevOpsLead in spec.contacts.',
    ],
    [
      'Godot process running',
      '– · Godot process running · quality.godot-process · The runtime serves scenes of Godot without Godot.',
    ],
    [
      'Job status can be checked',
      'not run · Job status can be checked · routers.job-status · The check program reads the status of its job until it has ended.',
    ],
  ])('shows %s', (title, expected) => {
    expect(of(title)).toBe(expected);
  });

  it('has the parts of the checklist, in their order, and lines of a newer operator at the end', () => {
    const headings = lines.filter((line, i) => lines[i - 1] === '' && line !== '');
    expect(headings.slice(0, 2)).toEqual(['1. Environment Configuration', '2. Build Verification']);
    expect(headings.slice(-2)).toEqual(['Contact Information', 'Others']);
    expect(of('A line of a newer operator')).toContain('tomorrow.line');
  });

  it('says that it has not run where it has not', () => {
    expect(checklistLines(aSpaceTime(), noon, noColors)[0]).toContain('the checklist has not run yet');
  });
});

describe('the checklist as a page', () => {
  const page = checklistMarkdown(world);

  it('has as many cells in each row as in the head of its table', () => {
    const rows = page.filter((line) => line.startsWith('| '));
    expect(new Set(rows.map((row) => row.split(/(?<!\\)\|/).length))).toEqual(new Set([7]));
    expect(rows.length).toBeGreaterThan(100);
  });

  it('has every line with its section', () => {
    expect(page).toContain('| 5.2 | Jobs can be submitted | `routers.job-submit` | ✗ | the job \\| failed |');
  });
});

it('knows every line of the checklist, whatever the status says', () => {
  expect(standingLines(aSpaceTime()).length).toBe(113);
});
