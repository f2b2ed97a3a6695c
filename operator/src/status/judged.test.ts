import { anSla, counts, judged as judgedLooks, probed } from '../../test/aLook.ts';
import { compared } from '../../test/aRollout.ts';
import { after, aTrial, noon, revisions } from '../../test/builders.ts';
import type { Release } from '../api/status/release.ts';
import { parseStatus } from '../api/status.ts';
import { logE } from '../rollout/judge/evidence/sums.ts';
import { emptyRecord, type JudgeRecord } from '../rollout/judge/record.ts';
import { checkpoint, recordOf } from './judged.ts';

const seen = judgedLooks(6, (at) => ({
  stable: counts(60, { errors: 1, slow: at > 1 ? 2 : 0 }),
  candidate: counts(20, { errors: at % 2, slow: at > 1 ? 3 : 0 }),
  probes: probed(4, { onlyCandidateFailed: at % 2, onlyStableFailed: 1 }),
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

it('a restarted operator goes on with the sums and the evidence of this very release', () => {
  const read = recordOf(release(seen), aTrial());
  expect(read.probes.seen).toEqual(seen.probes.seen);
  expect(read.measures.errors.seen).toEqual({
    stable: { hits: 6, of: 360 },
    candidate: { hits: 3, of: 120 },
  });
  expect(read.measures.latency.seen).toEqual(seen.measures.latency.seen);
  for (const name of ['errors', 'latency', 'webhooks'] as const)
    expect(logE(read.measures[name])).toBeCloseTo(logE(seen.measures[name]), 3);
  expect(logE(read.probes)).toBeCloseTo(logE(seen.probes), 3);
  expect([read.measures.errors.badLooks, read.probes.badLooks]).toEqual([1, 1]);
  expect(read.isCut).toBe(false);
});

it('in the bake the sums of the stable are its past', () => {
  expect(recordOf(release(seen, { phase: 'Baking' }), aTrial()).isCut).toBe(true);
  const { comparedSince = '' } = compared;
  expect(recordOf(release(seen, { phase: 'Baking', comparedSince }), aTrial()).isCut).toBe(false);
});

it('a second checkpoint says the same as the first', () => {
  const first = checkpoint(seen, noon.toISOString());
  expect(checkpoint(recordOf(release(seen), aTrial()), noon.toISOString())).toEqual(first);
});

describe('what the others say beside one client', () => {
  const others = (errors: number) =>
    judgedLooks(20, () => ({ candidate: counts(6, { errors, ofOneClient: errors, callers: 6 }) }));
  const namesIn = ({ judge }: Release) => judge?.families.map(({ name }) => name);

  it('is kept with the rest, so that a restart does not undo a release that is held', () => {
    const { record, verdict } = others(1);
    expect(verdict).toMatchObject({ reason: 'OneClient' });
    const read = recordOf(release(record), aTrial());
    expect(read.clients.others.seen).toEqual(record.clients.others.seen);
    expect(logE(read.clients.others)).toBeCloseTo(logE(record.clients.others), 3);
    const goesOn = judgedLooks(
      20,
      () => ({ candidate: counts(6, { errors: 1, ofOneClient: 1, callers: 6 }) }),
      anSla(),
      read,
    );
    expect(goesOn.verdict).toMatchObject({ reason: 'OneClient' });
  });

  it('is written only while something speaks against the candidate', () => {
    expect(namesIn(release(others(1).record))).toContain('errorsOfOthers');
    expect(namesIn(release(others(0).record))).not.toContain('errorsOfOthers');
  });

  it('is what all say where a status has nothing of it', () => {
    const { clients, measures } = recordOf(release(seen), aTrial());
    expect(clients.others.seen).toEqual(measures.errors.seen);
  });
});

const older = {
  since: noon.toISOString(),
  families: [{ name: 'errors', stableCount: 360, stableBad: 6, candidateCount: 120, candidateBad: 3 }],
};

it.each<[string, Release | undefined]>([
  ['there was no release before', undefined],
  ['the sums are those of another revision', release(seen, { revision: revisions.c })],
  ['they are those of an earlier try', release(seen, { startedAt: after(-60).toISOString() })],
  ['nothing was written yet', { ...release(seen), judge: undefined } as unknown as Release],
  ['an operator wrote them that kept no evidence', release(seen, { judge: older })],
])('a release begins with nothing when %s', (_, before) => {
  expect(recordOf(before, aTrial())).toEqual(emptyRecord);
});

it('fits the schema whatever a pod counts', () => {
  const { errors } = emptyRecord.measures;
  const record: JudgeRecord = {
    ...emptyRecord,
    measures: {
      ...emptyRecord.measures,
      errors: {
        ...errors,
        logs: [1e300],
        seen: { stable: { hits: 0.5, of: 1e18 }, candidate: { hits: 1e18, of: -5.5 } },
      },
      webhooks: { ...errors, logs: [-1e12] },
    },
  };
  const status = parseStatus({ release: release(record) });
  expect(status.release?.judge?.families.map(({ name }) => name)).toEqual([
    'errors',
    'sceneFailures',
    'webhooks',
    'latency',
    'sceneLoad',
    'frames',
    'sockets',
    'probes',
    'errorsOfOthers',
  ]);
});
