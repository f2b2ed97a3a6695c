import { aLook, anSla, counts, judged, probed } from '../../../test/aLook.ts';
import { noon } from '../../../test/builders.ts';
import type { Batch } from './batch.ts';
import { type History, recordText } from './history.ts';
import { emptyRecord, fold } from './record.ts';
import { replay } from './replay.ts';

const release = { revision: 'cccccccccc', startedAt: noon.toISOString(), sla: anSla() };
const looked = (at: number): Batch =>
  aLook(at, {
    stable: counts(15, { slow: at % 3, framesPerSecond: 72, queued: 3, memoryBytes: 1e8 + at }),
    candidate: counts(5, { errors: at > 10 ? 2 : 0 }),
    probes: probed(6, { onlyCandidateFailed: at > 10 ? 2 : 0 }),
  });
const history = (looks: number): History => ({
  seed: emptyRecord,
  looks: Array.from({ length: looks }, (_, i) => looked(i + 1)),
});

it('says once more what the judge said, with the evidence that it had', () => {
  const live = judged(60, looked);
  const rows = replay(recordText(release, history(live.looks)));
  expect(rows).toHaveLength(live.looks);
  expect(rows.at(-1)?.verdict).toEqual(live.verdict);
  expect(rows.at(-1)?.second).toBe(live.looks);
  expect(rows.at(-1)?.families.find(({ name }) => name === 'errors')?.sums.candidate).toEqual(
    live.record.measures.errors.seen.candidate,
  );
  expect(rows[0]?.verdict.name).toBe('Continue');
});

it('has 200 KiB at most, keeps what came last, and ends with the same verdict', () => {
  const long = history(2000);
  const text = recordText(release, long);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(200 * 1024);
  const rows = replay(text);
  expect(rows.length).toBeGreaterThan(500);
  expect(rows.at(-1)?.second).toBe(2000);
  const errors = rows.at(-1)?.families.find(({ name }) => name === 'errors');
  expect(errors?.sums).toEqual(long.looks.reduce(fold, emptyRecord).measures.errors.seen);
});

describe('a release that one client held', () => {
  const held = (at: number): Batch => {
    const candidate = counts(6, { errors: 1, ofOneClient: 1, callers: 6 });
    return aLook(at, { stable: counts(15, { callers: 9 }), candidate });
  };
  const looks = Array.from({ length: 60 }, (_, i) => held(i + 1));

  it('is held by it once more, with the evidence of the others beside that of all', () => {
    const last = replay(recordText(release, { seed: emptyRecord, looks })).at(-1);
    expect(last?.verdict).toMatchObject({ name: 'Hold', reason: 'OneClient' });
    expect(last?.families.at(-1)).toMatchObject({
      name: 'errorsOfOthers',
      sums: { candidate: { hits: 0, of: 300 } },
    });
  });

  it('is undone where the record was written before clients were told apart', () => {
    const seed = looks.slice(0, 3).map(({ at, isCut, stable, candidate, probes }) => ({
      at,
      isCut,
      probes,
      stable: { ...stable, callers: 0 },
      candidate: { ...candidate, callers: 0, ofOneClient: 0 },
    }));
    const { clients: _, ...older } = seed.reduce(fold, emptyRecord);
    const text = recordText(release, { seed: emptyRecord, looks: [] });
    const header = { ...JSON.parse(text), seed: older };
    const lines = looks.slice(3, 6).map(({ at, probes }) => ({
      at,
      probes,
      stable: { requests: 15, heard: 1 },
      candidate: { requests: 6, errors: 1, heard: 1 },
    }));
    const rows = replay([header, ...lines].map((line) => JSON.stringify(line)).join('\n'));
    expect(rows.at(-1)?.verdict.name).toBe('RollBack');
    expect(rows.at(-1)?.families.map(({ name }) => name)).not.toContain('errorsOfOthers');
  });
});

it.each(['', 'no record', '{"format":99}', '[]', 'null'])(
  'a text that is no record is refused: %s',
  (text) => {
    expect(() => replay(text)).toThrow('This is no record of a release');
  },
);
