import { after, noon } from '../../test/builders.ts';
import { conditions, derivedConditions, type Finding } from '../api/conditions.ts';
import { parseStatus } from '../api/status.ts';
import { mergeConditions } from './conditions.ts';

const available: Finding = { type: 'Available', status: 'True', reason: 'Serving', message: 'Serves.' };
const released: Finding = { type: 'Released', status: 'True', reason: 'Stable', message: 'Stable.' };
const canary: Finding = { type: 'Released', status: 'Unknown', reason: 'Canary', message: 'In Canary.' };
const nobody: Finding = {
  type: 'Available',
  status: 'False',
  reason: 'NoReadyPods',
  message: 'Nobody serves.',
};
const noSecret: Finding = {
  type: 'SecretsReady',
  status: 'False',
  reason: 'NotFound',
  message: 'No Secret.',
};
const slow: Finding = { type: 'SLAMet', status: 'False', reason: 'Latency', message: 'Slow.' };

const merged = (findings: readonly Finding[], before: ReturnType<typeof mergeConditions> = [], now = noon) =>
  mergeConditions(before, findings, { generation: 7, now });
const one = (type: string, findings: readonly Finding[]) =>
  merged(findings).find((condition) => condition.type === type);

describe('Ready', () => {
  it.each<[string, readonly Finding[], string, string]>([
    ['is True when nothing is in the way', [available, released], 'True', 'Ready'],
    ['is Unknown while something is on its way', [available, canary], 'Unknown', 'Canary'],
    [
      'is the first finding that is False, before any that is Unknown',
      [canary, nobody, noSecret],
      'False',
      'NoReadyPods',
    ],
    ['does not depend on what is only told', [available, released, slow], 'True', 'Ready'],
  ])('%s', (_, findings, status, reason) => {
    expect(one('Ready', findings)).toMatchObject({ status, reason });
  });

  it('borrows the sentence of what is in the way', () => {
    expect(one('Ready', [noSecret])?.message).toBe('No Secret.');
  });
});

describe('Stalled', () => {
  it.each<[string, readonly Finding[], string, string]>([
    ['says that only a person can go on', [noSecret], 'True', 'NotFound'],
    ['is not what time cures', [nobody, canary], 'False', 'NotStalled'],
    ['is not what is only told', [slow], 'False', 'NotStalled'],
    ['looks past what time cures', [nobody, noSecret], 'True', 'NotFound'],
  ])('%s', (_, findings, status, reason) => {
    expect(one('Stalled', findings)).toMatchObject({ status, reason });
  });
});

it('Reconciling says what is under way', () => {
  const atWork = { type: 'Reconciling', status: 'True', reason: 'Canary', message: 'In Canary.' } as const;
  const condition = (more: object) =>
    mergeConditions([], [available], { generation: 1, now: noon, ...more }).find(
      ({ type }) => type === 'Reconciling',
    );
  expect(condition({ atWork })).toMatchObject(atWork);
  expect(condition({})).toMatchObject({ status: 'False', reason: 'UpToDate' });
});

describe('a condition', () => {
  it('keeps its time while only its reason changes', () => {
    const before = merged([nobody, noSecret]);
    const later = merged(
      [{ ...noSecret, reason: 'KeyMissing', message: 'No key.' }, nobody],
      before,
      after(60),
    );
    expect(later.find(({ type }) => type === 'SecretsReady')).toMatchObject({
      reason: 'KeyMissing',
      lastTransitionTime: noon.toISOString(),
    });
  });

  it('has a new time when its status changes', () => {
    const later = merged([available], merged([nobody]), after(60));
    expect(later.find(({ type }) => type === 'Available')?.lastTransitionTime).toBe(after(60).toISOString());
  });

  it('speaks of the generation that was looked at', () => {
    expect(merged([available]).map(({ observedGeneration }) => observedGeneration)).toEqual([7, 7, 7, 7]);
  });

  it('fits the schema however long its sentence is', () => {
    const long: Finding = { ...noSecret, message: 'x'.repeat(5000) };
    const status = parseStatus({ conditions: merged([long]) });
    expect(status.conditions.find(({ type }) => type === 'SecretsReady')?.message).toHaveLength(320);
  });

  it('has a reason and a type that fit the schema, whichever it is', () => {
    const all = Object.values(conditions).flatMap(({ True, False, Unknown }) => [
      ...True,
      ...False,
      ...Unknown,
    ]);
    for (const reason of all) expect(reason.length).toBeLessThanOrEqual(40);
    expect(Object.keys(conditions).length + Object.keys(derivedConditions).length).toBeLessThanOrEqual(20);
  });
});
