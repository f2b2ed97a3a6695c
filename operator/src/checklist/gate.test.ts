import { wellAsked, wellFacts } from '../../test/aChecklist.ts';
import { broken } from '../../test/brokenLines.ts';
import { aPod, aSpec, revisions } from '../../test/builders.ts';
import { answerable } from './catalogue.ts';
import type { Facts } from './facts.ts';
import { checklistGate } from './gate.ts';

const contacts = [
  'OnCallPrimary',
  'OnCallSecondary',
  'EngineeringManager',
  'DevOpsLead',
  'HostingProvider',
  'MonitoringService',
].map((role) => ({ role, name: 'Rota', phone: '+1 555' }));

const requiring = (requiredPercent: number, more: Partial<Facts> = {}): Facts => {
  const spec = aSpec({ ...wellAsked, contacts, checklist: { requiredPercent } });
  // Nobody has users yet.
  return wellFacts({ spec, isSettled: false, ...more });
};

it('a candidate with every line that comes before users gets them, where all are required', () => {
  expect(checklistGate(requiring(100))).toEqual({ result: 'Passed' });
});

it('a candidate with one line less does not, and the hold says which', () => {
  expect(checklistGate(requiring(100, broken['routers.job-submit']))).toMatchObject({
    result: 'Failed',
    reason: 'ChecklistBelowRequired',
    message: expect.stringContaining('first open: routers.job-submit.'),
    evidence: [
      { name: 'routers.job-submit', candidate: 'Failed', note: 'broken' },
      { name: 'routers.job-status', candidate: 'Failed', note: 'broken' },
    ],
  });
});

it('a few open lines are let through where fewer are required', () => {
  expect(checklistGate(requiring(90, broken['routers.job-submit']))).toEqual({ result: 'Passed' });
});

it('nothing is asked of a candidate where nothing is required', () => {
  expect(checklistGate(requiring(0, { rows: [], children: [], pods: [] }))).toEqual({ result: 'Passed' });
});

it('lines that need users, a drill or people do not count', () => {
  const { live: _, ...before } = requiring(100);
  const lines = answerable.filter(({ stage }) => stage !== 'before').map(({ check }) => check);
  expect(lines).toContain('rollback.api');
  const gate = checklistGate({ ...before, live: { heardAt: 0, memoryBytes: 1 }, commands: [] });
  expect(gate).toEqual({ result: 'Passed' });
});

it('metrics that nobody has read yet are waited for, unless what was seen is too little already', () => {
  const { live: _, ...unread } = requiring(100);
  expect(checklistGate(unread)).toMatchObject({
    result: 'Pending',
    isRequired: true,
    trouble: 'The checklist waits for the metrics of the pods.',
  });
  const { live: __, ...spoilt } = requiring(100, broken['routers.job-submit']);
  expect(checklistGate(spoilt)).toMatchObject({ result: 'Failed', reason: 'ChecklistBelowRequired' });
});

it('a pod that is not ready is waited for', () => {
  const pods = [aPod({ revision: revisions.a, ready: false })];
  expect(checklistGate(requiring(100, { pods }))).toMatchObject({ result: 'Pending', isRequired: true });
});
