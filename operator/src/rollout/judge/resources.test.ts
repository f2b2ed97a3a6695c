import { aLook, anSla, counts, judged } from '../../../test/aLook.ts';
import { after } from '../../../test/builders.ts';
import { kept, type Series, slope } from './evidence/growth.ts';
import { judge } from './judge.ts';
import { emptyRecord, fold } from './record.ts';

const series = (level: (second: number) => number, seconds = 240): Series =>
  Array.from({ length: seconds }, (_, at) => at).reduce<Series>((all, at) => kept(all, at, level(at)), []);

describe('growth', () => {
  it('is what most pairs agree on, whatever a few say', () => {
    expect(slope(series((at) => 100 + 2 * at))).toBeCloseTo(2);
    expect(slope(series((at) => 100 + 2 * at + (at % 70 === 0 ? 1e6 : 0)))).toBeCloseTo(2, 1);
  });

  it.each<[string, Series]>([
    ['of a level that stays', series(() => 100)],
    ['of a cache that fills up', series((at) => 100 + 300 * (1 - Math.exp(-at / 40)))],
    ['of less than two minutes', series((at) => at, 100)],
    ['of nothing', []],
  ])('%s is none', (_, all) => {
    expect(slope(all)).toBe(0);
  });

  it('is kept for some minutes, a level each ten seconds', () => {
    expect(series(() => 1, 10_000)).toHaveLength(24);
    expect(kept([[0, 1]], 5, 2)).toEqual([[0, 1]]);
    expect(kept([], 5, Number.NaN)).toEqual([]);
  });
});

it('memory that comes to the limit and is collected again and again gives one verdict', () => {
  const verdicts = Array.from({ length: 60 }, (_, i) => {
    const look = (at: number) => ({
      stable: counts(15, { memoryBytes: 1e8 }),
      candidate: counts(at % 7 === 0 ? 0 : 5, {
        memoryBytes: 0.85e9 + 1e7 * (at % 20),
        heard: at % 7 === 0 ? 0 : 1,
      }),
    });
    let record = emptyRecord;
    for (let at = 1; at <= 40 + i; at++) record = fold(record, aLook(at, look(at)));
    return judge(record, anSla(), after(40 + i)).name;
  });
  expect(new Set(verdicts)).toEqual(new Set(['RollBack']));
});

describe('memory that grows', () => {
  const growing = (candidate: (at: number) => number, stable: (at: number) => number = () => 1e8) =>
    judged(200, (at) => ({
      stable: counts(15, { memoryBytes: stable(at) }),
      candidate: counts(5, { memoryBytes: candidate(at) }),
    })).verdict;

  it('to its limit within the bake undoes a release', () => {
    const verdict = growing((at) => 1.2e8 + 3e6 * at);
    expect(verdict).toMatchObject({ name: 'RollBack', reason: 'MemoryGrowing' });
    expect(verdict.message).toMatch(/^A pod of the candidate uses \d+ MiB and grows to \d+ MiB in 600 s/);
  });

  it.each<[string, ReturnType<typeof growing>]>([
    ['too slowly', growing((at) => 1.2e8 + 5e5 * at)],
    [
      'on the stable as well',
      growing(
        (at) => 1.2e8 + 3e6 * at,
        (at) => 1.2e8 + 3e6 * at,
      ),
    ],
    ['until a cache is full', growing((at) => 1.2e8 + 2e8 * (1 - Math.exp(-at / 40)))],
    [
      'and is still below that of the stable',
      growing(
        (at) => 1e8 + 1.5e6 * at,
        () => 5e8,
      ),
    ],
  ])('%s does not', (_, verdict) => {
    expect(verdict.name).toBe('Continue');
  });
});

describe('a queue that grows', () => {
  const working = (stable: number, candidate: number, queued: (at: number) => number) =>
    judged(200, (at) => ({
      stable: counts(15, { queued: queued(at), jobs: { hits: 0, of: stable } }),
      candidate: counts(5, { jobs: { hits: 0, of: candidate } }),
    })).verdict;
  const rising = (at: number) => at;

  it('while the candidate ends no jobs undoes a release', () => {
    expect(working(2, 0, rising)).toMatchObject({ name: 'RollBack', reason: 'QueueGrowing' });
  });

  it.each<[string, ReturnType<typeof working>]>([
    ['while both work alike', working(2, 2, rising)],
    ['while nobody works', working(0, 0, rising)],
    ['and shrinks again', working(2, 0, (at) => 200 - at)],
    ['by a few jobs', working(2, 0, (at) => at / 20)],
  ])('%s does not', (_, verdict) => {
    expect(verdict.name).toBe('Continue');
  });
});

it('the SLA alone judges where there is no stable', () => {
  const alone = { stable: counts(0, { heard: 0 }) };
  const undone = judged(60, () => ({ ...alone, candidate: counts(20, { errors: 4 }) })).verdict;
  expect(undone).toMatchObject({ name: 'RollBack', reason: 'SLABreached' });
  expect(judged(60, () => ({ ...alone, candidate: counts(20) })).verdict.name).toBe('Hold');
  expect(
    judged(60, () => ({ ...alone, candidate: counts(20, { errors: 4 }) }), anSla({ maxErrorPercent: 30 }))
      .verdict.name,
  ).toBe('Hold');
});

it.each([
  ['webhooks', 'WebhooksFailed', { deliveries: { hits: 2, of: 2 } }, { deliveries: { hits: 0, of: 8 } }],
  ['scenes', 'SceneLoadWorse', { sceneFailures: 2 }, { sceneLoads: [8] }],
] as const)('%s that only the candidate fails undo a release', (_, reason, candidate, stable) => {
  const { verdict } = judged(60, () => ({ stable: counts(15, stable), candidate: counts(5, candidate) }));
  expect(verdict).toMatchObject({ name: 'RollBack', reason });
});

it('sockets that only the candidate loses hold a release and never undo it', () => {
  const { verdict } = judged(60, () => ({
    stable: counts(15, { sockets: { hits: 0, of: 20 } }),
    candidate: counts(5, { sockets: { hits: 2, of: 5 } }),
  }));
  expect(verdict).toMatchObject({ name: 'Hold', reason: 'SocketsDropped' });
});
