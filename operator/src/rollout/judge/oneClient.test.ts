import { anSla, counts, judged, probed } from '../../../test/aLook.ts';
import { after } from '../../../test/builders.ts';
import type { ArmCounts, Batch } from './batch.ts';
import { judge } from './judge.ts';
import { fold, type JudgeRecord } from './record.ts';

type Look = (at: number) => Partial<Omit<Batch, 'at'>>;

/** A candidate of which a client that stays with it fails every second, besides what is told. */
const stubborn =
  (more: Partial<ArmCounts> = {}): Look =>
  () => ({ candidate: counts(6, { errors: 1, ofOneClient: 1, callers: 6, ...more }) });
const well: Look = () => ({ candidate: counts(5, { callers: 5 }) });
const verdictOf = (looks: number, look: Look) => judged(looks, look).verdict;

describe('a client that fails whatever is right', () => {
  it('holds a release and does not undo it', () => {
    expect(verdictOf(300, stubborn())).toEqual({
      name: 'Hold',
      reason: 'OneClient',
      message:
        'One client of 6 has 300 of the 300 requests that the candidate failed; the others give no reason to undo it.',
    });
  });

  it('holds nothing before its failures would have undone the release', () => {
    expect(verdictOf(3, stubborn()).name).toBe('Continue');
  });

  it('does not hide that the others fail a little, as those of the stable do', () => {
    const look: Look = (at) =>
      at % 40 === 0
        ? {
            stable: counts(15, { errors: 1 }),
            candidate: counts(6, { errors: 2, ofOneClient: 1, callers: 6 }),
          }
        : stubborn()(at);
    expect(verdictOf(300, look)).toMatchObject({
      reason: 'OneClient',
      message: expect.stringContaining('has 300 of the 307 requests'),
    });
  });

  it.each<[string, Look]>([
    ['fewer than five clients ask', stubborn({ callers: 4 })],
    ['an older runtime does not tell clients apart', stubborn({ callers: 0, ofOneClient: 0 })],
  ])('undoes the release as any failures do where %s', (_, look) => {
    const blind = judged(60, stubborn({ callers: 0, ofOneClient: 0 }));
    expect(judged(60, look)).toMatchObject({ looks: blind.looks, verdict: blind.verdict });
    expect(blind.verdict.name).toBe('RollBack');
  });

  it('is told from the others as soon as the stable knows enough of them', () => {
    const arriving: Look = (at) => ({
      ...stubborn({ callers: Math.min(6, at / 4) })(at),
      stable: counts(15, { callers: 20 }),
    });
    expect(verdictOf(60, arriving)).toMatchObject({ reason: 'OneClient' });
  });

  it('undoes the release after a minute in which too few others came', () => {
    const alone: Look = (at) => ({ ...stubborn({ callers: 2 })(at), stable: counts(15, { callers: 20 }) });
    const { looks, verdict } = judged(300, alone);
    expect(verdict).toMatchObject({ name: 'RollBack', reason: 'ErrorRateWorse' });
    expect(looks).toBeGreaterThan(60);
    expect(looks).toBeLessThanOrEqual(93);
  });
});

describe('such a hold ends', () => {
  const { record } = judged(60, stubborn());
  /** How it goes on from there, and after how many looks it is over. */
  const goingOn = (look: Look, from: JudgeRecord = record) => {
    let now = from;
    for (let at = 61; at <= 400; at++) {
      const { record: next, verdict } = judgedAt(now, at, look);
      if (verdict.name !== 'Hold') return { looks: at - 60, verdict };
      now = next;
    }
    return undefined;
  };
  const judgedAt = (before: JudgeRecord, at: number, look: Look) => {
    const next = fold(before, { ...aLookAt(at), ...look(at) });
    return { record: next, verdict: judge(next, anSla(), after(at)) };
  };
  const aLookAt = (at: number): Batch => ({
    at: after(at).getTime(),
    isCut: false,
    stable: counts(15),
    candidate: counts(5),
    probes: probed(0),
  });

  it('a minute after the client is gone: what it did is left out for good', () => {
    expect(goingOn(well)).toMatchObject({ looks: 61, verdict: { name: 'Continue', isProven: true } });
  });

  it('as soon as others fail too', () => {
    const others: Look = () => ({ candidate: counts(6, { errors: 3, ofOneClient: 1, callers: 6 }) });
    expect(goingOn(others)).toMatchObject({
      verdict: { name: 'RollBack', reason: 'ErrorRateWorse' },
    });
    expect(goingOn(others)?.looks).toBeLessThanOrEqual(5);
  });

  it('when probes fail that the stable passes', () => {
    const probes = probed(6, { onlyCandidateFailed: 6 });
    expect(goingOn((at) => ({ ...stubborn()(at), probes }))).toMatchObject({
      verdict: { name: 'RollBack', reason: 'ErrorRateWorse' },
    });
  });

  it('when the candidate is worse by another measure', () => {
    const webhooks = counts(6, { errors: 1, ofOneClient: 1, callers: 6, deliveries: { hits: 5, of: 5 } });
    expect(
      goingOn(() => ({ stable: counts(15, { deliveries: { hits: 0, of: 15 } }), candidate: webhooks })),
    ).toMatchObject({ verdict: { name: 'RollBack', reason: 'WebhooksFailed' } });
  });

  it('not because a few looks hear nobody', () => {
    const gap: Look = (at) => (at < 64 ? { candidate: counts(0, { heard: 0 }) } : stubborn()(at));
    expect(goingOn(gap)).toBeUndefined();
  });
});

it('where no stable revision is heard, the SLA counts whoever fails', () => {
  const alone: Look = (at) => ({ ...stubborn()(at), stable: counts(0, { heard: 0 }) });
  expect(verdictOf(60, alone)).toMatchObject({ name: 'RollBack', reason: 'SLABreached' });
});

it('a client that fails in the bake is no alarm', () => {
  const { record } = judged(60, well);
  const baking: Look = (at) => ({ ...stubborn()(at), stable: counts(0, { callers: 0 }), isCut: true });
  expect(judged(60, baking, anSla(), record).verdict).toMatchObject({ name: 'Hold', reason: 'OneClient' });
  const all: Look = (at) => ({
    ...baking(at),
    candidate: counts(6, { errors: 6, ofOneClient: 1, callers: 6 }),
  });
  expect(judged(60, all, anSla(), record).verdict).toMatchObject({ reason: 'NotConfirmed' });
});
