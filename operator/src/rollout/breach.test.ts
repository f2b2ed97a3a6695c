import { aLook, anSla, counts, judged } from '../../test/aLook.ts';
import { type SlaSeen, slaSeen } from './breach.ts';
import { nothingCounted } from './judge/batch.ts';
import { emptyRecord, fold } from './judge/record.ts';

const nobody = { stable: nothingCounted };
const seen = (looks: number, failed: number, of: number, seconds = 60) =>
  slaSeen(
    judged(looks, () => ({ ...nobody, candidate: counts(of, { errors: failed }) })).record,
    anSla(),
    seconds,
  );

it('failures in several looks, many more than the SLA allows, break it', () => {
  expect(seen(3, 5, 10)).toEqual({
    result: 'Breached',
    breach: { reason: 'ErrorRate', message: expect.stringContaining('rollout.sla allows 1 %') },
  });
});

it('one burst does not, nor a few among many', () => {
  expect(seen(1, 50, 50).result).not.toBe('Breached');
  expect(seen(12, 1, 200).result).toBe('Met');
});

it('is kept only after a while without a breach, and unknown while nobody asks', () => {
  expect(seen(3, 0, 10, 29).result).toBe('Unknown');
  expect(seen(3, 0, 10, 30).result).toBe('Met');
  expect(seen(3, 0, 0).result).toBe('Unknown');
});

describe('memory', () => {
  /** A window of so many seconds, after another one. */
  const window = (level: (at: number) => number, before?: SlaSeen, seconds = 60) => {
    const look = (at: number) => ({ ...nobody, candidate: counts(5, { memoryBytes: level(at) }) });
    let record = emptyRecord;
    for (let at = 1; at <= seconds; at++) record = fold(record, aLook(at, look(at)));
    return slaSeen(record, anSla(), seconds, before);
  };
  const sawtooth = (at: number) => 0.8e9 + 2e7 * (at % 25);
  const tooLarge = window(() => 2e9);

  it('above the limit for half a minute breaks it', () => {
    expect(tooLarge).toMatchObject({ result: 'Breached', breach: { reason: 'Memory' } });
    expect(window(() => 2e9, undefined, 19).result).toBe('Unknown');
    expect(window(() => 2e9, undefined, 21).result).toBe('Breached');
  });

  it('that is collected each time it comes to the limit says what it said before', () => {
    expect(window(sawtooth).result).toBe('Met');
    expect(window(sawtooth, window(sawtooth)).result).toBe('Met');
    expect(window(sawtooth, tooLarge).result).toBe('Breached');
    expect(window(() => 0.9e9, tooLarge).result).toBe('Met');
  });
});

it('answers later than the SLA allows break it', () => {
  const latencies = [{ path: '/status', maxMilliseconds: 50, percentile: 95 }];
  const { record } = judged(
    3,
    () => ({
      stable: { ...nothingCounted, late: [{ hits: 0, of: 0 }] },
      candidate: counts(20, { late: [{ hits: 15, of: 20 }] }),
    }),
    anSla({ latencies }),
  );
  expect(slaSeen(record, anSla({ latencies }), 60)).toMatchObject({
    result: 'Breached',
    breach: { reason: 'Latency' },
  });
});
