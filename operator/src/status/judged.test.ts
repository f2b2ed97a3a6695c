import { counts, judged as judgedLooks } from '../../test/aLook.ts';
import { after, aTrial, noon, revisions } from '../../test/builders.ts';
import type { Release } from '../api/status/release.ts';
import { parseStatus } from '../api/status.ts';
import { emptyRecord, type JudgeRecord } from '../rollout/record.ts';
import { checkpoint, recordOf } from './judged.ts';

const seen = judgedLooks(6, (at) => ({
  stable: counts(60, { errors: 1, slow: at > 1 ? 2 : 0 }),
  candidate: counts(20, { errors: at % 2, slow: at > 1 ? 3 : 0 }),
  probes: { pairs: 4, onlyCandidateFailed: at % 2, onlyStableFailed: 1 },
})).record;

const release = (record: JudgeRecord, more: Partial<Release> = {}): Release => ({
  revision: revisions.b,
  phase: 'Canary',
  startedAt: noon.toISOString(),
  phaseStartedAt: noon.toISOString(),
  step: 1,
  steps: 2,
  trafficPercent: 20,
  checks: [],
  pullFailures: [],
  judge: checkpoint(record, noon.toISOString()),
  ...more,
});

it('a restarted operator goes on with the sums of this very release', () => {
  const read = recordOf(release(seen), aTrial());
  expect(read.probes).toEqual(seen.probes);
  expect([read.stable.requests, read.stable.errors]).toEqual([360, 6]);
  expect([read.candidate.requests, read.candidate.errors]).toEqual([120, 3]);
  expect(read.failed).toEqual({ stable: { hits: 2, of: 120 }, candidate: { hits: 3, of: 120 } });
  expect(read.slow).toEqual({
    stable: { hits: Math.round(seen.slow.stable.hits), of: 100 },
    candidate: { hits: 15, of: 100 },
  });
  expect([read.badLooks, read.badProbeLooks]).toEqual([1, 1]);
});

it('a second checkpoint says the same as the first', () => {
  const first = checkpoint(seen, noon.toISOString());
  expect(checkpoint(recordOf(release(seen), aTrial()), noon.toISOString())).toEqual(first);
});

it.each<[string, Release | undefined]>([
  ['there was no release before', undefined],
  ['the sums are those of another revision', release(seen, { revision: revisions.c })],
  ['they are those of an earlier try', release(seen, { startedAt: after(-60).toISOString() })],
  ['nothing was written yet', { ...release(seen), judge: undefined } as unknown as Release],
])('a release begins with nothing when %s', (_, before) => {
  expect(recordOf(before, aTrial())).toEqual(emptyRecord);
});

it('fits the schema whatever a pod counts', () => {
  const wild = (value: number) => ({ ...counts(0), requests: value, errors: value });
  const record: JudgeRecord = {
    ...emptyRecord,
    stable: wild(1e300),
    candidate: wild(-5.5),
    failed: { stable: { hits: 0.5, of: 1e18 }, candidate: { hits: 1e18, of: 0 } },
  };
  const status = parseStatus({ release: release(record) });
  expect(status.release?.judge?.families.map(({ name }) => name)).toEqual([
    'errors',
    'failed',
    'probes',
    'latency',
  ]);
});
