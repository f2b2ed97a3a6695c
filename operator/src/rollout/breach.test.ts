import { anSla, counts, judged } from '../../test/aLook.ts';
import { slaSeen } from './breach.ts';
import { nothingCounted } from './judge/batch.ts';

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

it('memory above the limit breaks it', () => {
  const { record } = judged(2, () => ({ ...nobody, candidate: counts(5, { memoryBytes: 2e9 }) }));
  expect(slaSeen(record, anSla(), 60)).toMatchObject({ result: 'Breached', breach: { reason: 'Memory' } });
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
