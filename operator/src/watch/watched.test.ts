import { counts, judged } from '../../test/aLook.ts';
import { canary } from '../../test/aRollout.ts';
import { aSituation, inRelease, statusFor } from '../../test/aSituation.ts';
import { after, aHold, anOwner, aTrial, noon, revisions } from '../../test/builders.ts';
import { parseStatus } from '../api/status.ts';
import { emptyRecord, type JudgeRecord } from '../rollout/judge/record.ts';
import { unwatched } from '../rollout/watched.ts';
import { heldRevision } from '../status/rollout.ts';
import type { ReleaseWatch, Seen } from './releaseWatch.ts';
import { watched } from './watched.ts';

const { a } = revisions;
const bad = judged(5, () => ({ candidate: counts(5, { errors: 5 }) })).record;
const aWatch = (seen?: Seen): ReleaseWatch => ({
  follow: () => undefined,
  forget: () => undefined,
  seen: () => seen,
  stop: () => undefined,
});
const inCanary = parseStatus(statusFor(inRelease(canary), { record: bad }));
const world = (more: object = {}) => ({
  owner: anOwner(),
  status: inCanary,
  serving: undefined,
  now: after(4),
  ...more,
});
const seen = (record: JudgeRecord): Seen => ({
  checked: { result: 'Passed' },
  record,
  history: { seed: emptyRecord, looks: [] },
  windowSeconds: 60,
  before: { result: 'Unknown' },
});

it('judges what the watch has seen, at this moment', () => {
  expect(watched(world(), aWatch(seen(bad)))).toMatchObject({
    checked: { result: 'Passed' },
    verdict: { name: 'RollBack' },
    record: bad,
  });
  expect(watched(world(), aWatch(seen(emptyRecord))).verdict.name).toBe('Hold');
});

it('an operator that has just started has seen nothing, and keeps the sums of the one before', () => {
  const { checked, verdict, record } = watched(world(), aWatch());
  expect([checked, verdict]).toEqual([unwatched.checked, unwatched.verdict]);
  expect(record.measures.errors.seen).toEqual(bad.measures.errors.seen);
});

it('says between releases only how the stable revision keeps its SLA, whatever the last one has left', () => {
  const status = parseStatus(statusFor(aSituation(), { before: inCanary }));
  expect(watched(world({ status }), aWatch(seen(emptyRecord)))).toEqual(unwatched);
  expect(watched(world({ status }), aWatch(seen(bad)))).toMatchObject({
    ...unwatched,
    sla: { result: 'Breached', breach: { reason: 'ErrorRate' } },
  });
});

it('says the same of a revision that was gone back to', () => {
  const held = [heldRevision(aHold())];
  const rollingBack = statusFor(inRelease({ phase: 'RollingBack', ...aTrial(), hold: aHold() }, { held }), {
    before: inCanary,
  });
  const rolledBack = inRelease({ phase: 'RolledBack', stable: a, hold: aHold() }, { held });
  const status = parseStatus(statusFor(rolledBack, { before: rollingBack }));
  expect(watched(world({ status }), aWatch(seen(bad))).sla).toMatchObject({ result: 'Breached' });
});

describe('memory', () => {
  const using = (memoryBytes: number) =>
    seen(judged(1, () => ({ candidate: counts(5, { memoryBytes }) })).record);
  const verdict = (memoryBytes: number, spec: object = {}) =>
    watched(world({ owner: anOwner(spec), now: noon }), aWatch(using(memoryBytes))).verdict.name;

  it('has the limit of the SLA, or else 90 % of what a pod may use', () => {
    expect(verdict(0.91 * 2 ** 30)).toBe('RollBack');
    expect(verdict(0.89 * 2 ** 30)).toBe('Continue');
    expect(verdict(0.6e9, { rollout: { sla: { maxMemory: '500M' } } })).toBe('RollBack');
    expect(verdict(0.4e9, { rollout: { sla: { maxMemory: '500M' } } })).toBe('Continue');
  });
});
