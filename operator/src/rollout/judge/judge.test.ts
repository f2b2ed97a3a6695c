import { anSla, counts, judged, probed } from '../../../test/aLook.ts';
import { type Batch, nothingCounted, sceneBounds } from './batch.ts';
import type { Sla } from './sla.ts';

type Look = (at: number) => Partial<Omit<Batch, 'at'>>;
const verdictOf = (looks: number, look: Look, sla?: Sla) => judged(looks, look, sla).verdict.name;
const reasonOf = (looks: number, look: Look, sla?: Sla) => {
  const { verdict } = judged(looks, look, sla);
  return verdict.name === 'RollBack' ? verdict.reason : verdict.name;
};
/** One scene that took so many seconds to load. */
const loads = (seconds: number) => ({
  sceneLoadSeconds: seconds,
  sceneLoads: nothingCounted.sceneLoads.map((_, i) =>
    i === sceneBounds.findIndex((bound) => seconds <= bound) ? 1 : 0,
  ),
});
const quiet = { stable: counts(0), candidate: counts(0) };

describe('a candidate that fails its users', () => {
  it('is undone within three looks when it fails all of them, and the probes', () => {
    const { looks, verdict } = judged(10, () => ({
      candidate: counts(5, { errors: 5 }),
      probes: probed(6, { onlyCandidateFailed: 6 }),
    }));
    expect(looks).toBeLessThanOrEqual(3);
    expect(verdict).toMatchObject({
      reason: 'ErrorRateWorse',
      message: 'The candidate failed 12 of 12 probes that the stable passed.',
    });
  });

  it('is undone within four looks when no probes are sent', () => {
    const { looks, verdict } = judged(10, () => ({ candidate: counts(5, { errors: 5 }) }));
    expect(looks).toBeLessThanOrEqual(4);
    expect(verdict).toEqual({
      name: 'RollBack',
      reason: 'ErrorRateWorse',
      message: 'The candidate failed 20 of 20 (100.0 %) requests, the stable 0 of 60 (0.0 %).',
      evidence: [
        {
          name: 'errors',
          stable: '0 of 60 (0.0 %)',
          candidate: '20 of 20 (100.0 %)',
          limit: '1 %',
          note: expect.stringMatching(/^by chance at most once in [\d,]+$/),
        },
      ],
    });
  });

  it('is not undone for what happens in one look, or to fewer than five requests', () => {
    const burst: Look = (at) => ({ candidate: counts(20, { errors: at === 3 ? 20 : 0 }) });
    expect(verdictOf(3, burst)).toBe('Continue');
    expect(verdictOf(2, () => ({ candidate: counts(2, { errors: 2 }) }))).toBe('Continue');
  });

  it('is not undone within the SLA', () => {
    const half: Look = () => ({ stable: counts(1000), candidate: counts(1000, { errors: 5 }) });
    expect(verdictOf(30, half)).toBe('Continue');
    expect(verdictOf(30, half, anSla({ maxErrorPercent: 0.4 }))).toBe('RollBack');
  });

  it('is not undone for what the stable shows as well', () => {
    const both: Look = () => ({ stable: counts(15, { errors: 15 }), candidate: counts(5, { errors: 5 }) });
    expect(verdictOf(9, both)).toBe('Hold');
    expect(judged(100, both).verdict).toEqual({
      name: 'Environment',
      reason: 'BothFail',
      message: 'Both revisions fail requests right now, so this is not about the release.',
    });
  });

  it('is not undone for an outage of both while its share of the users grows', () => {
    const look: Look = (at) => {
      const [more, fewer] = at <= 60 ? [18, 2] : [10, 10];
      const down = at > 65 && at <= 70;
      return {
        stable: counts(more, { errors: down ? more : 0 }),
        candidate: counts(fewer, { errors: down ? fewer : 0 }),
      };
    };
    expect(verdictOf(68, look)).toBe('Hold');
    expect(verdictOf(120, look)).toBe('Continue');
  });

  it('is no reason to keep a stable that fails alone', () => {
    expect(verdictOf(100, () => ({ stable: counts(15, { errors: 15 }) }))).toBe('Continue');
  });
});

describe('probes', () => {
  const failing =
    (onlyCandidateFailed: number, onlyStableFailed = 0): Look =>
    () => ({
      ...quiet,
      probes: probed(6, { onlyCandidateFailed, onlyStableFailed }),
    });

  it('decide where there is no traffic', () => {
    const { looks, verdict } = judged(10, failing(6));
    expect(looks).toBe(3);
    expect(verdict).toMatchObject({
      reason: 'ErrorRateWorse',
      message: 'The candidate failed 18 of 18 probes that the stable passed.',
      evidence: [{ name: 'probes', stable: '0 of 18', candidate: '18 of 18' }],
    });
  });

  it('decide also when every third fails', () => {
    expect(judged(60, failing(2)).looks).toBeLessThanOrEqual(15);
  });

  it('that fail on both sides decide nothing', () => {
    expect(verdictOf(300, failing(1, 1))).toBe('Continue');
  });

  it('that only the stable fails do not stop the release that may be its cure', () => {
    expect(verdictOf(300, failing(0, 4))).toBe('Continue');
  });

  it('that fail now and then decide nothing', () => {
    const rare: Look = (at) => ({
      ...quiet,
      probes: probed(4, { onlyCandidateFailed: at % 60 === 0 ? 1 : 0 }),
    });
    expect(verdictOf(300, rare)).toBe('Continue');
  });

  it('count as observations, beside the answers to users', () => {
    expect(judged(3, () => ({ probes: probed(4) })).verdict).toMatchObject({
      observations: 27,
    });
    expect(judged(3, () => quiet).verdict).toMatchObject({ observations: 0 });
  });
});

describe('latency', () => {
  const slowing =
    (slow: number, stableSlow = 0): Look =>
    (at) => ({
      stable: counts(60, { slow: at > 3 ? stableSlow : 0 }),
      candidate: counts(20, { slow: at > 3 ? slow : 0 }),
    });

  it('much worse than that of the stable undoes a release', () => {
    expect(judged(60, slowing(10)).verdict).toMatchObject({ reason: 'LatencyWorse' });
  });

  it('that both share does not', () => {
    expect(verdictOf(60, slowing(10, 30))).toBe('Continue');
  });

  it('a little worse does not', () => {
    expect(verdictOf(300, slowing(2, 3))).toBe('Continue');
  });

  const sla = anSla({ latencies: [{ path: '/scenes', maxMilliseconds: 200, percentile: 95 }] });
  const late =
    (hits: number, stableHits: number): Look =>
    () => ({
      stable: counts(15, { late: [{ hits: stableHits, of: 15 }] }),
      candidate: counts(5, { late: [{ hits, of: 5 }] }),
    });

  it('over a limit of the SLA undoes a release', () => {
    expect(judged(60, late(2, 0), sla).verdict).toMatchObject({
      reason: 'LatencyWorse',
      evidence: [{ name: 'latency', limit: '200 ms', note: expect.stringMatching(/^\/scenes, by chance/) }],
    });
  });

  it('over the limit on both sides does not', () => {
    expect(verdictOf(60, late(2, 6), sla)).toBe('Continue');
  });

  it('that was never measured on a path does not', () => {
    expect(verdictOf(60, () => ({}), sla)).toBe('Continue');
  });
});

describe('loading scenes', () => {
  const sla = anSla({ maxSceneLoadSeconds: 3 });
  const loading =
    (seconds: number, stable = 1): Look =>
    () => ({
      stable: counts(15, loads(stable)),
      candidate: counts(5, loads(seconds)),
    });

  it('longer than the SLA allows and the stable takes undoes a release', () => {
    expect(judged(9, loading(4), sla).verdict).toMatchObject({
      reason: 'SceneLoadWorse',
      message: 'A scene takes the candidate 4.0 s to load, the stable 1.0 s.',
    });
    expect(judged(9, loading(4), sla).looks).toBe(5);
  });

  it.each<[string, Look, Sla]>([
    ['without a limit', loading(4), anSla()],
    ['that takes the stable as long', loading(4, 4), sla],
    ['where the stable loaded none', () => ({ candidate: counts(5, loads(9)) }), sla],
  ])('%s does not', (_, look, limits) => {
    expect(verdictOf(30, look, limits)).toBe('Continue');
  });
});

describe('memory', () => {
  const using =
    (memoryBytes: number, stable = 1e8): Look =>
    () => ({
      stable: counts(15, { memoryBytes: stable }),
      candidate: counts(5, { memoryBytes }),
    });

  it('over the limit undoes a release', () => {
    expect(judged(9, using(1.1e9)).verdict).toMatchObject({
      reason: 'MemoryGrowing',
      message: 'A pod of the candidate uses 1049 MiB, the limit is 954 MiB.',
    });
    expect(reasonOf(9, (at) => ({ ...using(1.1e9)(at), ...{ stable: counts(0) } }))).toBe('MemoryGrowing');
  });

  it('over the limit on both sides does not', () => {
    expect(verdictOf(9, using(1.1e9, 1.2e9))).toBe('Continue');
  });
});

describe('what only clients report', () => {
  const sla = anSla({ minFramesPerSecond: 60 });
  const drawing =
    (candidate: number, stable: number): Look =>
    () => ({
      stable: counts(15, { framesPerSecond: stable }),
      candidate: counts(5, { framesPerSecond: candidate }),
    });

  it('holds a release and never undoes it', () => {
    expect(judged(300, drawing(30, 72), sla).verdict).toEqual({
      name: 'Hold',
      reason: 'FrameRate',
      message: 'Clients of the candidate draw 30 frames a second, the limit is 60.',
    });
  });

  it.each<[string, Look]>([
    ['is as slow on the stable', drawing(30, 30)],
    ['is rounded to whole frames', drawing(59.6, 72)],
    ['is reported by nobody', drawing(Number.NaN, Number.NaN)],
  ])('does not hold one when it %s', (_, look) => {
    expect(verdictOf(30, look, sla)).toBe('Continue');
  });
});
